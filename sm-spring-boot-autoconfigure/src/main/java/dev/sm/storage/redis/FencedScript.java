package dev.sm.storage.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sm.storage.Fence;
import dev.sm.storage.ReservedKeys;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;

/**
 * A command in one atomic script: first the fence, then the effect. The highest epoch
 * seen of a scope is kept as decimal digits under a {@linkplain ReservedKeys#FENCE key of
 * its own}, without time to live. Numbers in scripts are doubles, exact up to 2^53, which
 * is as far as epochs go; sums are answered as text, being longer.
 */
enum FencedScript {

	/** Raises the fence only. */
	RAISE(ScriptOutputType.INTEGER, "return 1"),

	/** Sets keys to values; a time to live of 0 is none. */
	PUT(ScriptOutputType.INTEGER, """
			for i = 2, #KEYS do
			  if ARGV[2] == '0' then redis.call('SET', KEYS[i], ARGV[i + 1])
			  else redis.call('SET', KEYS[i], ARGV[i + 1], 'PX', ARGV[2]) end
			end
			return 1"""),

	/** Sets a key to a value if it is absent. */
	PUT_IF_ABSENT(ScriptOutputType.INTEGER, """
			local done
			if ARGV[2] == '0' then done = redis.call('SET', KEYS[2], ARGV[3], 'NX')
			else done = redis.call('SET', KEYS[2], ARGV[3], 'NX', 'PX', ARGV[2]) end
			if done then return 1 else return 0 end"""),

	/** Removes keys. */
	DELETE(ScriptOutputType.INTEGER, """
			local existed = 0
			for i = 2, #KEYS do existed = existed + redis.call('UNLINK', KEYS[i]) end
			return existed"""),

	/** Adds to a number. */
	INCREMENT(ScriptOutputType.VALUE, """
			redis.call('INCRBY', KEYS[2], ARGV[2])
			return redis.call('GET', KEYS[2])"""),

	/** Sets a time to live. */
	EXPIRE(ScriptOutputType.INTEGER, """
			return redis.call('PEXPIRE', KEYS[2], ARGV[2])""");

	/** What the answer to a command with an older epoch starts with. */
	static final String REFUSED = "SMFENCED";

	private static final String FENCE = """
			local seen = redis.call('GET', KEYS[1])
			if seen and tonumber(seen) > tonumber(ARGV[1]) then
			  return redis.error_reply('SMFENCED a higher epoch was seen')
			end
			if seen ~= ARGV[1] then redis.call('SET', KEYS[1], ARGV[1]) end
			""";

	private final ScriptOutputType type;

	private final byte[] script;

	private final String digest;

	FencedScript(ScriptOutputType type, String effect) {
		this.type = type;
		this.script = (FENCE + effect).getBytes(StandardCharsets.UTF_8);
		this.digest = Base16.digest(this.script);
	}

	/**
	 * Runs the script; sends its text only to a server that does not know it.
	 * @param link where to run it
	 * @param fence the ownership
	 * @param keys the keys of the command
	 * @param arguments the arguments of the command
	 * @param <T> what it answers
	 * @return the answer
	 */
	<T> CompletableFuture<T> run(Link link, Fence fence, List<byte[]> keys, List<byte[]> arguments) {
		byte[][] allKeys = prepend(fenceKey(fence), keys);
		byte[][] allArguments = prepend(ascii(fence.epoch()), arguments);
		CompletableFuture<T> first = link.commands()
			.<T>evalsha(this.digest, this.type, allKeys, allArguments)
			.toCompletableFuture();
		return first.exceptionallyCompose((error) -> {
			if (RedisErrors.unwrap(error) instanceof RedisNoScriptException) {
				return link.commands().eval(this.script, this.type, allKeys, allArguments);
			}
			return CompletableFuture.failedFuture(error);
		});
	}

	static byte[] ascii(long number) {
		return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] fenceKey(Fence fence) {
		return (ReservedKeys.FENCE + fence.scope()).getBytes(StandardCharsets.UTF_8);
	}

	private static byte[][] prepend(byte[] first, List<byte[]> rest) {
		byte[][] all = new byte[rest.size() + 1][];
		all[0] = first;
		for (int i = 0; i < rest.size(); i++) {
			all[i + 1] = rest.get(i);
		}
		return all;
	}

}
