package dev.sm.storage.redis;

import java.lang.reflect.Field;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Finds factories that were given a fixed primary with replicas. Such a factory tells
 * nothing of it by its methods: it looks as if it led to the local host, and a node made
 * of that would silently be another server.
 */
final class StaticReplicas {

	private static final Logger logger = LoggerFactory.getLogger(StaticReplicas.class);

	private StaticReplicas() {
	}

	static boolean configured(LettuceConnectionFactory factory) {
		try {
			Field configuration = LettuceConnectionFactory.class.getDeclaredField("configuration");
			configuration.setAccessible(true);
			return configuration.get(factory) instanceof RedisStaticMasterReplicaConfiguration;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("Cannot see whether a connection factory has fixed replicas", ex);
			return false;
		}
	}

}
