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

/** What tells that Redis nodes need a client. */
@Configuration(proxyBeanMethods = false)
@Conditional(MissingRedisConfiguration.OnMissingRedis.class)
class MissingRedisConfiguration {

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	MissingRedisNodeFactory missingRedisNodeFactory() {
		return new MissingRedisNodeFactory();
	}

	static final class MissingRedisNodeFactory implements NodeFactory {

		@Override
		public Set<String> schemes() {
			return Set.of("redis", "rediss");
		}

		@Override
		public NodeStorage create(NodeConfig config) {
			throw ClientLibrary.REDIS.missing(PoolPropertyChecks.PREFIX + "*.nodes." + config.id() + ".url",
					"redis:...");
		}

	}

	static final class OnMissingRedis extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			boolean present = ClientLibrary.REDIS.isPresent(context.getClassLoader());
			return new ConditionOutcome(!present,
					ConditionMessage.forCondition("Redis client").because(present ? "found" : "not found"));
		}

	}

}
