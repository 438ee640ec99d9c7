package dev.sm.autoconfigure;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import dev.sm.continuum.ContinuumAlgorithm;
import dev.sm.continuum.ContinuumAlgorithms;
import dev.sm.continuum.ContinuumSpec;
import dev.sm.coordination.CoordinationStore;
import dev.sm.pushgateway.PushgatewayDriver;
import dev.sm.pushgateway.PushgatewayHandler;
import dev.sm.pushgateway.PushgatewayRouter;
import dev.sm.pushgateway.RawBodyFilter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.gateway.server.mvc.config.GatewayMvcProperties;
import org.springframework.cloud.gateway.server.mvc.handler.RestClientProxyExchange;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Auto-configuration of the access layer in front of Prometheus Pushgateways, on Spring
 * Cloud Gateway Server WebMVC.
 */
@AutoConfiguration(after = SmAutoConfiguration.class,
		afterName = { "org.springframework.cloud.gateway.server.mvc.GatewayServerMvcAutoConfiguration",
				"org.springframework.cloud.client.CommonsClientAutoConfiguration",
				"org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration" })
@ConditionalOnBooleanProperty("sm.pushgateway.enabled")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ RestClientProxyExchange.class, DiscoveryClient.class })
@ConditionalOnSm
public final class SmPushgatewayAutoConfiguration {

	private static final Duration MAX_PROBE = Duration.ofSeconds(2);

	/**
	 * What sends bodies on: one thread for each that is under way, which idle ones end.
	 */
	private static final Executor BODIES = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "sm-pushgateway-body");
		thread.setDaemon(true);
		return thread;
	});

	@Bean
	@ConditionalOnMissingBean
	PushgatewayRouter pushgatewayRouter(SmProperties properties, ObjectProvider<ContinuumAlgorithm> algorithms) {
		ContinuumAlgorithms known = new ContinuumAlgorithms(algorithms.orderedStream().toList());
		String name = properties.pushgateway().continuum();
		if (!known.names().contains(name)) {
			throw InvalidPropertyException.of("sm.pushgateway.continuum", name, "one of " + known.names());
		}
		return new PushgatewayRouter((weights) -> known.create(new ContinuumSpec(name, weights, null, null)));
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	PushgatewayDriver pushgatewayDriver(CoordinationStore store, PushgatewayRouter router, SmProperties properties,
			ObjectProvider<DiscoveryClient> discovery) {
		PushgatewayProperties settings = properties.pushgateway();
		KnownGateways gateways = new KnownGateways(settings, discovery.orderedStream().toList());
		Duration probe = (settings.timeout().compareTo(MAX_PROBE) < 0) ? settings.timeout() : MAX_PROBE;
		return new PushgatewayDriver(store, properties.coordination().prefix(), settings.service(), router, gateways,
				client(probe), settings.settle());
	}

	@Bean
	@ConditionalOnMissingBean
	PushgatewayShard pushgatewayShard(PushgatewayDriver driver, SmProperties properties) {
		return new PushgatewayShard(driver, properties.pushgateway().probeInterval());
	}

	@Bean
	FilterRegistrationBean<RawBodyFilter> pushgatewayRawBodies() {
		FilterRegistrationBean<RawBodyFilter> filter = new FilterRegistrationBean<>(new RawBodyFilter());
		filter.setUrlPatterns(List.of("/metrics/*"));
		filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return filter;
	}

	/** Before the routes of Spring Cloud Gateway and of controllers. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	RouterFunction<ServerResponse> pushgatewayRoutes(PushgatewayRouter router, SmProperties properties,
			GatewayMvcProperties gateway) {
		PushgatewayProperties settings = properties.pushgateway();
		PushgatewayHandler handler = new PushgatewayHandler(router,
				new RestClientProxyExchange(client(settings.timeout()), gateway),
				settings.mode() == PushgatewayProperties.Mode.REDIRECT,
				settings.onFailure() == PushgatewayProperties.OnFailure.NEXT);
		return RouterFunctions.route(RequestPredicates.path("/metrics/**")
			.and((request) -> List.of("PUT", "POST", "DELETE").contains(request.method().name())), handler);
	}

	private static RestClient client(Duration timeout) {
		HttpClient http = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout((timeout.compareTo(MAX_PROBE) < 0) ? timeout : MAX_PROBE)
			.followRedirects(HttpClient.Redirect.NEVER)
			.proxy(HttpClient.Builder.NO_PROXY)
			// what it does itself does not block
			.executor(Runnable::run)
			.build();
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(http, BODIES);
		factory.setReadTimeout(timeout);
		return RestClient.builder().requestFactory(factory).build();
	}

}
