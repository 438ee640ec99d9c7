package dev.sm.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of coordination, ownership, routing and the routed cache.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "sm.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SmProperties.class)
@Import({ UnknownPropertiesRegistrar.class, LocalCoordinationConfiguration.class, OwnershipConfiguration.class })
public final class SmAutoConfiguration {

}
