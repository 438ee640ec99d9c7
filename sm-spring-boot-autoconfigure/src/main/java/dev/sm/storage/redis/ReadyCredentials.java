package dev.sm.storage.redis;

import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.StaticCredentialsProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * Configured credentials as what is known at once. Lettuce waits for any others on a
 * thread beside the connection's, where it may see the end of a connection before the
 * answer that tells why: {@code Connection closed prematurely} for a wrong password.
 */
enum ReadyCredentials implements RedisCredentialsProviderFactory {

	/** There is no other. */
	INSTANCE;

	@Override
	public RedisCredentialsProvider createCredentialsProvider(RedisConfiguration server) {
		return (server instanceof RedisConfiguration.WithAuthentication known)
				? of(known.getUsername(), known.getPassword()) : of(null, RedisPassword.none());
	}

	@Override
	public RedisCredentialsProvider createSentinelCredentialsProvider(RedisSentinelConfiguration server) {
		return of(server.getSentinelUsername(), server.getSentinelPassword());
	}

	/** A user without a password has an empty one. */
	private static RedisCredentialsProvider of(@Nullable String username, RedisPassword password) {
		boolean named = username != null && !username.isBlank();
		return new StaticCredentialsProvider(named ? username : null,
				password.isPresent() ? password.get() : named ? new char[0] : null);
	}

}
