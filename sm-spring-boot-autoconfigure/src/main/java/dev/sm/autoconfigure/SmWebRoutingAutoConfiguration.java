package dev.sm.autoconfigure;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Keys;
import dev.sm.manager.OwnershipDriver;
import dev.sm.manager.OwnershipSettings;
import dev.sm.manager.ServiceSettings;
import dev.sm.membership.SharedSecretDriver;
import dev.sm.routing.RoutingChanges;
import dev.sm.routing.ServedShards;
import dev.sm.routing.ShardRouter;
import dev.sm.routing.key.RequestKey;
import dev.sm.routing.web.ForwardSettings;
import dev.sm.routing.web.Forwarder;
import dev.sm.routing.web.HopMarks;
import dev.sm.routing.web.KeyRoute;
import dev.sm.routing.web.OwnerInterceptor;
import dev.sm.routing.web.OwnerRouting;
import dev.sm.routing.web.PathRoute;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.MappedInterceptor;

/**
 * Auto-configuration of forwarding: requests that reached another instance than the owner
 * of their shard.
 */
@AutoConfiguration(after = SmAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnSm
public final class SmWebRoutingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RoutingChanges routingChanges(OwnershipDriver driver) {
		RoutingChanges changes = new RoutingChanges();
		driver.addListener(changes::changed);
		return changes;
	}

	@Bean
	@ConditionalOnMissingBean
	ServedShards servedShards(RoutingChanges changes, SmProperties properties) {
		return new ServedShards(changes, System::nanoTime, properties.routing().forward().drain().toNanos());
	}

	@Bean
	CallbackDecorator servedCallbacks(ServedShards served) {
		return served::follow;
	}

	@Bean(initMethod = "start", destroyMethod = "close")
	@ConditionalOnMissingBean
	SharedSecretDriver hopSecret(CoordinationStore store, SmProperties properties, Environment environment) {
		String root = Keys.child(properties.coordination().prefix(), Identity.service(properties, environment));
		return new SharedSecretDriver(store, Keys.child(root, "secret"));
	}

	/** Lazy, so that what nobody calls costs no start. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	OwnerInterceptor ownerInterceptor(SmProperties properties, Environment environment, OwnershipSettings settings,
			ShardRouter router, ServedShards served, RoutingChanges changes, SharedSecretDriver secret,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<ObservationRegistry> observations,
			BeanFactory beans) {
		RoutingProperties.Forward forward = properties.routing().forward();
		Map<String, Integer> counts = OwnershipConfiguration.services(properties, environment)
			.stream()
			.collect(Collectors.toMap(ServiceSettings::service, ServiceSettings::count));
		OwnerRouting routing = new OwnerRouting(
				new OwnerRouting.Services(
						settings.participantId(), Identity.service(properties, environment), router, counts),
				served, changes, new HopMarks(secret::secrets),
				new Forwarder(client(forward, sslBundles.getIfAvailable()), forward.timeout(),
						observations.getIfUnique(() -> ObservationRegistry.NOOP)),
				new ForwardSettings(forward.enabled(), forward.ownerWait(), forward.timeout(), forward.maxHops(),
						forward.tellOwner()));
		return new OwnerInterceptor(routing, new BeanFactoryResolver(beans), routes(forward));
	}

	@Bean
	StopLinger stopLinger(SmProperties properties, Environment environment) {
		return new StopLinger(properties.routing().forward().linger(), environment);
	}

	@Bean
	static LazyInitializationExcludeFilter eagerLinger() {
		return LazyInitializationExcludeFilter.forBeanTypes(StopLinger.class);
	}

	@Bean
	OwnerRoutingStep ownerRoutingStep(ObjectProvider<OwnerInterceptor> interceptor, StopLinger linger,
			SmProperties properties) {
		RoutingProperties.Forward forward = properties.routing().forward();
		boolean checked = !forward.routes().isEmpty() || StringUtils.hasText(forward.ssl().bundle());
		return new OwnerRoutingStep(interceptor, linger, checked);
	}

	/** Every mapping has such beans first; configurers are not asked by all of them. */
	@Bean
	MappedInterceptor ownerRoutingInterceptor(OwnerRoutingStep step) {
		return new MappedInterceptor(null, step);
	}

	private static List<PathRoute> routes(RoutingProperties.Forward forward) {
		List<PathRoute> routes = new ArrayList<>();
		forward.routes().forEach((name, route) -> {
			KeyRoute keyRoute = new KeyRoute(route.service(), RequestKey.parse(String.valueOf(route.key())),
					route.shardId(), false, route.idempotencyKey());
			try {
				routes.add(PathRoute.of(String.valueOf(route.path()), keyRoute));
			}
			catch (IllegalArgumentException ex) {
				throw InvalidPropertyException.of(RoutingPropertyChecks.ROUTES + name + ".path", route.path(),
						"a pattern such as '/carts/{id}'");
			}
		});
		return routes;
	}

	private static HttpClient client(RoutingProperties.Forward forward, @Nullable SslBundles sslBundles) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			// one that the JVM has for the world outside has no business among instances
			.proxy(HttpClient.Builder.NO_PROXY)
			.connectTimeout(forward.connectTimeout());
		String bundle = forward.ssl().bundle();
		if (StringUtils.hasText(bundle)) {
			builder.sslContext(
					SslBundleCheck.requireBundle(RoutingPropertyChecks.FORWARD + "ssl.bundle", bundle, sslBundles)
						.getBundle(bundle)
						.createSslContext());
		}
		return builder.build();
	}

}
