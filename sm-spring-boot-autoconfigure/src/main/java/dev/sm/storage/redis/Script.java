package dev.sm.storage.redis;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;

/**
 * An atomic script, sent by its digest; its text goes only to a server that does not know
 * it.
 */
final class Script {

	/**
	 * Adds {@code ARGV[1]} to {@code KEYS[1]}; a key that it creates lives for
	 * {@code ARGV[2]} milliseconds. Sums are answered as text: numbers in scripts are
	 * doubles, exact up to 2^53 only.
	 */
	static final Script INCREMENT = new Script(ScriptOutputType.VALUE, """
			local absent = redis.call('EXISTS', KEYS[1]) == 0
			redis.call('INCRBY', KEYS[1], ARGV[1])
			if absent then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
			return redis.call('GET', KEYS[1])""");

	/**
	 * Puts {@code ARGV[2]} in the place of {@code ARGV[1]}, for {@code ARGV[3]}
	 * milliseconds; without it, removes that.
	 */
	static final Script REPLACE = new Script(ScriptOutputType.INTEGER, """
			if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
			if not ARGV[2] then redis.call('UNLINK', KEYS[1])
			elseif ARGV[3] == '0' then redis.call('SET', KEYS[1], ARGV[2])
			else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
			return 1""");

	/** Tells a value and the milliseconds that it has to live. */
	static final Script LOOK = new Script(ScriptOutputType.MULTI,
			"return {redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1])}");

	private final ScriptOutputType type;

	private final byte[] text;

	private final String digest;

	Script(ScriptOutputType type, String text) {
		this.type = type;
		this.text = text.getBytes(StandardCharsets.UTF_8);
		this.digest = Base16.digest(this.text);
	}

	/**
	 * Runs the script.
	 * @param link where to run it
	 * @param keys the keys
	 * @param arguments the arguments
	 * @param <T> what it answers
	 * @return the answer
	 */
	<T> CompletableFuture<T> run(Link link, byte[][] keys, byte[][] arguments) {
		CompletableFuture<T> first = link.commands()
			.<T>evalsha(this.digest, this.type, keys, arguments)
			.toCompletableFuture();
		return first.exceptionallyCompose((error) -> {
			if (RedisErrors.unwrap(error) instanceof RedisNoScriptException) {
				return link.commands().eval(this.text, this.type, keys, arguments);
			}
			return CompletableFuture.failedFuture(error);
		});
	}

}
