package dev.sm.autoconfigure;

import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.DiscoveredEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;

/** How long bodies may be that sm reads as a whole. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
class BodyLimitConfiguration {

	private static final String OURS = "dev.sm.endpoint";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(PathMappedEndpoints.class)
	static class WithEndpoints {

		@Bean
		@ConditionalOnMissingBean
		BodyLimit bodyLimit(ObjectProvider<PathMappedEndpoints> endpoints) {
			return new BodyLimit(() -> endpoints.stream()
				.flatMap(PathMappedEndpoints::stream)
				.filter((endpoint) -> endpoint instanceof DiscoveredEndpoint<?> discovered
						&& discovered.getEndpointBean().getClass().getPackageName().equals(OURS))
				.map((endpoint) -> endpoint.getRootPath())
				.collect(Collectors.toSet()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints")
	static class WithoutEndpoints {

		@Bean
		@ConditionalOnMissingBean
		BodyLimit bodyLimit() {
			return new BodyLimit(Set::of);
		}

	}

}
