package dev.sm.autoconfigure;

import dev.sm.storage.jdbc.JdbcNodeFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Nodes that are databases. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = { "org.springframework.jdbc.core.JdbcTemplate", "com.zaxxer.hikari.HikariDataSource" })
class JdbcNodesConfiguration {

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	JdbcNodeFactory jdbcNodeFactory(SmProperties properties) {
		CacheProperties.Jdbc jdbc = properties.cache().jdbc();
		CacheProperties.InitializeSchema schema = jdbc.initializeSchema();
		Boolean create = (schema == CacheProperties.InitializeSchema.EMBEDDED) ? null
				: Boolean.valueOf(schema == CacheProperties.InitializeSchema.ALWAYS);
		return new JdbcNodeFactory(new JdbcNodeFactory.Settings(create, jdbc.connections(), jdbc.sweepInterval()));
	}

}
