package dev.sm.autoconfigure;

import java.util.Set;

import dev.sm.storage.NodeConfig;
import dev.sm.storage.NodeFactory;
import dev.sm.storage.NodeStorage;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** What tells that nodes that are databases need libraries. */
@Configuration(proxyBeanMethods = false)
@Conditional(MissingJdbcConfiguration.OnMissingJdbc.class)
class MissingJdbcConfiguration {

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	MissingJdbcNodeFactory missingJdbcNodeFactory() {
		return new MissingJdbcNodeFactory();
	}

	static final class MissingJdbcNodeFactory implements NodeFactory {

		@Override
		public Set<String> schemes() {
			return Set.of("jdbc");
		}

		@Override
		public NodeStorage create(NodeConfig config) {
			throw ClientLibrary.JDBC.missing(PoolPropertyChecks.PREFIX + "*.nodes." + config.id() + ".url", "jdbc:...");
		}

	}

	static final class OnMissingJdbc extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			boolean present = ClientLibrary.JDBC.isPresent(context.getClassLoader());
			return new ConditionOutcome(!present,
					ConditionMessage.forCondition("JDBC libraries").because(present ? "found" : "not found"));
		}

	}

}
