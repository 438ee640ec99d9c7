package dev.sm.storage.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sm.storage.Fence;
import dev.sm.storage.ReservedKeys;
import io.lettuce.core.ScriptOutputType;

/**
 * A command in one atomic script: first the fence, then the effect. The highest epoch
 * seen of a scope is kept as decimal digits under a {@linkplain ReservedKeys#FENCE key of
 * its own}, without time to live, so that a server which evicts only keys that have one
 * does not forget it. Numbers in scripts are doubles, exact up to 2^53, which is as far
 * as epochs go; sums are answered as text, being longer.
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

	/** Adds to a number; a time to live, for a key that it creates, of 0 is none. */
	INCREMENT(ScriptOutputType.VALUE, """
			local absent = redis.call('EXISTS', KEYS[2]) == 0
			redis.call('INCRBY', KEYS[2], ARGV[2])
			if absent and ARGV[3] ~= '0' then redis.call('PEXPIRE', KEYS[2], ARGV[3]) end
			return redis.call('GET', KEYS[2])"""),

	/** Puts another value in the place of one, or removes it. */
	REPLACE(ScriptOutputType.INTEGER, """
			if redis.call('GET', KEYS[2]) ~= ARGV[2] then return 0 end
			if not ARGV[3] then redis.call('UNLINK', KEYS[2])
			elseif ARGV[4] == '0' then redis.call('SET', KEYS[2], ARGV[3])
			else redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4]) end
			return 1"""),

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

	private final Script script;

	FencedScript(ScriptOutputType type, String effect) {
		this.script = new Script(type, FENCE + effect);
	}

	/**
	 * Runs the script.
	 * @param link where to run it
	 * @param fence the ownership
	 * @param keys the keys of the command
	 * @param arguments the arguments of the command
	 * @param <T> what it answers
	 * @return the answer
	 */
	<T> CompletableFuture<T> run(Link link, Fence fence, List<byte[]> keys, List<byte[]> arguments) {
		return this.script.run(link, prepend(fenceKey(fence), keys), prepend(ascii(fence.epoch()), arguments));
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
