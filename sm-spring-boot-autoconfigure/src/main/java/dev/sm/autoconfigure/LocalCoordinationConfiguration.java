package dev.sm.autoconfigure;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.local.LocalCoordinationStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Coordination inside this JVM. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnCoordination(CoordinationType.LOCAL)
@ConditionalOnMissingBean(CoordinationStore.class)
class LocalCoordinationConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(LocalCoordinationConfiguration.class);

	@Bean(destroyMethod = "close")
	LocalCoordinationStore coordinationStore(ApplicationContext context) {
		CloudPlatform platform = CloudPlatform.getActive(context.getEnvironment());
		if (platform != null && platform != CloudPlatform.NONE && !CoordinationChoice.of(context).explicit()) {
			throw new CloudPlatformException(platform);
		}
		logger.warn("Coordination is 'local': only instances inside this JVM share shards, so that every other "
				+ "instance owns all of them too. Set 'sm.coordination.type' before a second instance runs.");
		return LocalCoordinationStore.shared("sm");
	}

}
