package dev.sm.testkit;

import java.time.Duration;

import dev.sm.manager.HungDrop;
import dev.sm.manager.OwnershipMode;
import dev.sm.manager.ServiceSettings;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * What {@link SmTest} stands for.
 */
final class SmTestExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(SmTestExtension.class);

	@Override
	public void beforeEach(ExtensionContext context) {
		cluster(context);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		SimulatedCluster cluster = context.getStore(NAMESPACE).remove(SimulatedCluster.class, SimulatedCluster.class);
		if (cluster != null) {
			cluster.close();
		}
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return context.getTestMethod().isPresent() && (type == SimulatedCluster.class || type == VirtualClock.class);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		SimulatedCluster cluster = cluster(context);
		return (parameter.getParameter().getType() == VirtualClock.class) ? cluster.clock() : cluster;
	}

	private static SimulatedCluster cluster(ExtensionContext context) {
		SimulatedCluster cluster = context.getStore(NAMESPACE).get(SimulatedCluster.class, SimulatedCluster.class);
		if (cluster == null) {
			cluster = create(context);
			context.getStore(NAMESPACE).put(SimulatedCluster.class, cluster);
		}
		return cluster;
	}

	private static SimulatedCluster create(ExtensionContext context) {
		Class<?> test = context.getRequiredTestClass();
		SmTest annotation = AnnotatedElementUtils.findMergedAnnotation(test, SmTest.class);
		for (Class<?> outer = test; annotation == null; outer = outer.getEnclosingClass()) {
			annotation = AnnotatedElementUtils.findMergedAnnotation(outer, SmTest.class);
		}
		ServiceSettings service = new ServiceSettings(annotation.service(), annotation.shards(),
				OwnershipMode.EXCLUSIVE, duration(annotation.handlerTimeout()), HungDrop.FENCE, null, 0.1,
				duration(annotation.recoveryGrace()), true);
		SimulatedCluster cluster = SimulatedCluster.builder()
			.service(service)
			.sessionTtl(duration(annotation.sessionTtl()))
			.seed(annotation.seed())
			.beans(parent(test, context), annotation.value())
			.build();
		for (int number = 1; number <= annotation.participants(); number++) {
			cluster.start("p" + number);
		}
		if (annotation.participants() > 0) {
			cluster.settle();
		}
		return cluster;
	}

	/** The test's own application context, if there is one. */
	private static ApplicationContext parent(Class<?> test, ExtensionContext context) {
		boolean spring = AnnotatedElementUtils.hasAnnotation(test, ContextConfiguration.class)
				|| AnnotatedElementUtils.hasAnnotation(test, BootstrapWith.class);
		return spring ? SpringExtension.getApplicationContext(context) : null;
	}

	private static Duration duration(String text) {
		return DurationStyle.detectAndParse(text);
	}

}
