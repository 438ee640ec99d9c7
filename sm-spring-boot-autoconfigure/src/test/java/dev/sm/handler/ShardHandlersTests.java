package dev.sm.handler;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.sm.manager.ShardCallback;
import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ShardHandlersTests {

	static final Shard SHARD = new TestShard("7");

	@Test
	void serviceIsTheDefaultWhenNoneIsNamed() {
		try (GenericApplicationContext context = contextWith(AllMethods.class)) {
			assertThat(ShardHandlers.of(context, "orders").services()).containsExactly("orders");
		}
	}

	@Test
	void serviceIsTheValueOfTheAnnotation() {
		try (GenericApplicationContext context = contextWith(Named.class)) {
			assertThat(ShardHandlers.of(context, "orders").services()).containsExactly("page-views");
		}
	}

	@Test
	void serviceMayBeAPlaceholder() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getEnvironment().getSystemProperties().put("sm-test-service", "from-property");
			context.registerBean(WithPlaceholder.class);
			context.refresh();
			assertThat(ShardHandlers.of(context, "orders").services()).containsExactly("from-property");
		}
		finally {
			System.getProperties().remove("sm-test-service");
		}
	}

	@Test
	void everyEventReachesItsMethod() throws Exception {
		try (GenericApplicationContext context = contextWith(AllMethods.class)) {
			ShardCallback callback = callback(context);
			callback.prepare(SHARD);
			callback.add(SHARD);
			double load = callback.load(SHARD).value();
			callback.drop(SHARD);
			assertThat(context.getBean(AllMethods.class).calls).containsExactly("prepare 7", "add 7", "drop");
			assertThat(load).isEqualTo(3.0);
		}
	}

	@Test
	void missingMethodsDoNothing() throws Exception {
		try (GenericApplicationContext context = contextWith(Named.class)) {
			ShardCallback callback = ShardHandlers.of(context, "orders").callbacks().get("page-views");
			callback.prepare(SHARD);
			callback.drop(SHARD);
			assertThat(callback.load(SHARD).isEmpty()).isTrue();
		}
	}

	@Test
	void whatAMethodThrowsComesOut() {
		try (GenericApplicationContext context = contextWith(Throwing.class)) {
			ShardCallback callback = callback(context);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> callback.add(SHARD)).withMessage("no disk");
		}
	}

	@Test
	void lazyBeansAreFound() throws Exception {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.registerBean("lazy", AllMethods.class, (definition) -> definition.setLazyInit(true));
			context.refresh();
			assertThat(context.getBeanFactory().containsSingleton("lazy")).isFalse();
			callback(context).add(SHARD);
			assertThat(context.getBean(AllMethods.class).calls).containsExactly("add 7");
		}
	}

	@Test
	void inheritedMethodsAreCalled() throws Exception {
		try (GenericApplicationContext context = contextWith(Inheriting.class)) {
			callback(context).add(SHARD);
			assertThat(context.getBean(Inheriting.class).calls).containsExactly("inherited add 7");
		}
	}

	@Test
	void callsGoThroughAClassProxy() throws Exception {
		List<String> intercepted = new ArrayList<>();
		try (GenericApplicationContext context = proxying(AllMethods.class, true, intercepted)) {
			callback(context).add(SHARD);
			assertThat(intercepted).contains("add");
			assertThat(((AllMethods) context.getBean("handler")).calls()).containsExactly("add 7");
		}
	}

	@Test
	void callsGoThroughAnInterfaceProxy() throws Exception {
		List<String> intercepted = new ArrayList<>();
		try (GenericApplicationContext context = proxying(BehindInterface.class, false, intercepted)) {
			callback(context).add(SHARD);
			assertThat(intercepted).containsExactly("add");
			assertThat(context.getBean("handler")).isNotInstanceOf(BehindInterface.class);
		}
	}

	@Test
	void interfaceProxyOfABeanMadeByAMethodIsFound() throws Exception {
		List<String> intercepted = new ArrayList<>();
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			registerProxyCreator(context, false, intercepted);
			RootBeanDefinition definition = new RootBeanDefinition();
			definition.setTargetType(Adding.class);
			definition.setInstanceSupplier(BehindInterface::new);
			context.registerBeanDefinition("handler", definition);
			context.refresh();
			callback(context).add(SHARD);
			assertThat(intercepted).containsExactly("add");
		}
	}

	@Test
	void interfaceProxyWithoutTheMethodIsRefused() {
		try (GenericApplicationContext context = proxying(NotOnInterface.class, false, new ArrayList<>())) {
			assertThatExceptionOfType(InvalidShardHandlerException.class)
				.isThrownBy(() -> ShardHandlers.of(context, "orders"))
				.withMessageContaining(NotOnInterface.class.getName())
				.withMessageContaining("add(Shard)")
				.withMessageContaining("interface");
		}
	}

	@Test
	void finalMethodOfAClassProxyIsRefused() {
		assertRefused(() -> proxying(WithFinalMethod.class, true, new ArrayList<>()), WithFinalMethod.class, "add()",
				"must not be final");
	}

	@Test
	void twoHandlersForOneServiceAreRefused() {
		try (GenericApplicationContext context = contextWith(AllMethods.class, Throwing.class)) {
			assertThatExceptionOfType(DuplicateShardHandlerException.class)
				.isThrownBy(() -> ShardHandlers.of(context, "orders"))
				.withMessageContaining("'orders'")
				.withMessageContaining(AllMethods.class.getName())
				.withMessageContaining(Throwing.class.getName());
		}
	}

	@Test
	void handlersOfDifferentServicesAreBothFound() {
		try (GenericApplicationContext context = contextWith(AllMethods.class, Named.class)) {
			assertThat(ShardHandlers.of(context, "orders").callbacks()).containsOnlyKeys("orders", "page-views");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { ReturnsDouble.class, ReturnsLong.class, ReturnsInt.class, ReturnsNumber.class,
			ReturnsMetric.class })
	void loadMayBeAnyNumber(Class<?> type) throws Exception {
		try (GenericApplicationContext context = contextWith(type)) {
			assertThat(callback(context).load(SHARD)).isEqualTo(ShardLoad.of(5));
		}
	}

	@Test
	void handlerWithoutAddIsRefused() {
		assertRefused(() -> contextWith(WithoutAdd.class), WithoutAdd.class, null, "must have a method marked");
	}

	@Test
	void privateMethodIsRefused() {
		assertRefused(() -> contextWith(WithPrivate.class), WithPrivate.class, "add(Shard)", "must not be private");
	}

	@Test
	void staticMethodIsRefused() {
		assertRefused(() -> contextWith(WithStatic.class), WithStatic.class, "add(Shard)", "must not be static");
	}

	@Test
	void wrongParameterIsRefused() {
		assertRefused(() -> contextWith(WithInteger.class), WithInteger.class, "add(Integer)",
				"must take a dev.sm.shard.Shard, its id as a String, or nothing");
	}

	@Test
	void twoParametersAreRefused() {
		assertRefused(() -> contextWith(WithTwoParameters.class), WithTwoParameters.class, "drop(Shard, String)",
				"must take a dev.sm.shard.Shard");
	}

	@Test
	void addThatReturnsSomethingIsRefused() {
		assertRefused(() -> contextWith(AddReturns.class), AddReturns.class, "add()", "must return nothing");
	}

	@Test
	void loadThatReturnsNoNumberIsRefused() {
		assertRefused(() -> contextWith(LoadReturnsText.class), LoadReturnsText.class, "load()",
				"must return a number, such as double, or a dev.sm.shard.ShardLoad (was String)");
	}

	@Test
	void twoMethodsForOneEventAreRefused() {
		assertRefused(() -> contextWith(AddsTwice.class), AddsTwice.class, "second(Shard)", "'first(Shard)'");
	}

	private static void assertRefused(Supplier<GenericApplicationContext> contexts, Class<?> type, String method,
			String reason) {
		try (GenericApplicationContext context = contexts.get()) {
			assertThatIllegalStateException().isThrownBy(() -> ShardHandlers.of(context, "orders"))
				.withMessageContaining(type.getName())
				.withMessageContaining(reason)
				.isInstanceOfSatisfying(InvalidShardHandlerException.class, (ex) -> {
					assertThat(ex.getHandlerType()).isEqualTo(type);
					assertThat(ex.getMethod()).isEqualTo(method);
				});
		}
	}

	private static ShardCallback callback(GenericApplicationContext context) {
		return ShardHandlers.of(context, "orders").callbacks().get("orders");
	}

	private static GenericApplicationContext contextWith(Class<?>... types) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(types);
		context.refresh();
		return context;
	}

	private static GenericApplicationContext proxying(Class<?> type, boolean classProxy, List<String> intercepted) {
		GenericApplicationContext context = new GenericApplicationContext();
		registerProxyCreator(context, classProxy, intercepted);
		context.registerBean("handler", type);
		context.refresh();
		return context;
	}

	private static void registerProxyCreator(GenericApplicationContext context, boolean classProxy,
			List<String> intercepted) {
		context.registerBean("recorder", MethodInterceptor.class, () -> (invocation) -> {
			intercepted.add(invocation.getMethod().getName());
			return invocation.proceed();
		});
		context.registerBean("creator", BeanNameAutoProxyCreator.class, () -> {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("handler");
			creator.setInterceptorNames("recorder");
			creator.setProxyTargetClass(classProxy);
			return creator;
		});
	}

	@ShardHandler
	static class AllMethods {

		final List<String> calls = new ArrayList<>();

		List<String> calls() {
			return this.calls;
		}

		@OnShardPrepare
		void prepare(String shardId) {
			this.calls.add("prepare " + shardId);
		}

		@OnShardAdd
		void add(Shard shard) {
			this.calls.add("add " + shard.id());
		}

		@OnShardDrop
		protected void drop() {
			this.calls.add("drop");
		}

		@OnShardLoad
		public ShardLoad load(Shard shard) {
			return ShardLoad.of(3);
		}

	}

	@ShardHandler("page-views")
	static class Named {

		@OnShardAdd
		void add() {
		}

	}

	@ShardHandler(service = "${sm-test-service}")
	static class WithPlaceholder {

		@OnShardAdd
		void add() {
		}

	}

	@ShardHandler
	static class Throwing {

		@OnShardAdd
		void add() throws IOException {
			throw new IOException("no disk");
		}

	}

	abstract static class Base {

		final List<String> calls = new ArrayList<>();

		@OnShardAdd
		void add(Shard shard) {
			this.calls.add("inherited add " + shard.id());
		}

	}

	@ShardHandler
	static class Inheriting extends Base {

	}

	public interface Adding {

		void add(Shard shard);

	}

	@ShardHandler
	static class BehindInterface implements Adding {

		@Override
		@OnShardAdd
		public void add(Shard shard) {
		}

	}

	@ShardHandler
	static class NotOnInterface implements Runnable {

		@OnShardAdd
		public void add(Shard shard) {
		}

		@Override
		public void run() {
		}

	}

	@ShardHandler
	static class WithFinalMethod {

		@OnShardAdd
		final void add() {
		}

	}

	@ShardHandler
	static class ReturnsDouble extends Base {

		@OnShardLoad
		double load() {
			return 5;
		}

	}

	@ShardHandler
	static class ReturnsMetric extends Base {

		@OnShardLoad
		ShardLoad load() {
			return ShardLoad.of(5);
		}

	}

	@ShardHandler
	static class ReturnsLong extends Base {

		@OnShardLoad
		long load() {
			return 5;
		}

	}

	@ShardHandler
	static class ReturnsInt extends Base {

		@OnShardLoad
		int load() {
			return 5;
		}

	}

	@ShardHandler
	static class ReturnsNumber extends Base {

		@OnShardLoad
		Number load() {
			return 5L;
		}

	}

	@ShardHandler
	static class WithoutAdd {

		@OnShardDrop
		void drop() {
		}

	}

	@ShardHandler
	static class WithPrivate {

		@OnShardAdd
		private void add(Shard shard) {
		}

	}

	@ShardHandler
	static class WithStatic {

		@OnShardAdd
		static void add(Shard shard) {
		}

	}

	@ShardHandler
	static class WithInteger {

		@OnShardAdd
		void add(Integer shard) {
		}

	}

	@ShardHandler
	static class WithTwoParameters extends Base {

		@OnShardDrop
		void drop(Shard shard, String reason) {
		}

	}

	@ShardHandler
	static class AddReturns {

		@OnShardAdd
		boolean add() {
			return true;
		}

	}

	@ShardHandler
	static class LoadReturnsText extends Base {

		@OnShardLoad
		String load() {
			return "5";
		}

	}

	@ShardHandler
	static class AddsTwice {

		@OnShardAdd
		void first(Shard shard) {
		}

		@OnShardAdd
		void second(Shard shard) {
		}

	}

	private record TestShard(String id) implements Shard {

		@Override
		public String service() {
			return "orders";
		}

		@Override
		public String task() {
			return null;
		}

		@Override
		public long epoch() {
			return 1;
		}

		@Override
		public boolean held() {
			return true;
		}

	}

}
