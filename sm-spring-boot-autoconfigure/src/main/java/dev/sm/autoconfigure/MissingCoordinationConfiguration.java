package dev.sm.autoconfigure;

import dev.sm.coordination.CoordinationStore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What tells that the coordination store that was chosen needs a client. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(CoordinationStore.class)
class MissingCoordinationConfiguration {

	@Bean
	CoordinationStore coordinationStore(ApplicationContext context) {
		CoordinationType type = CoordinationChoice.of(context).type();
		throw ClientLibrary.of(type).missing("sm.coordination.type", CoordinationChoice.text(type));
	}

}
