package dev.sm.storage.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import dev.sm.storage.Fence;
import dev.sm.storage.FencedOffException;
import dev.sm.storage.MigrationCommand.Operation;
import dev.sm.storage.MigrationCommand.Place;
import dev.sm.storage.MigrationCommand.Step;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.ReservedKeys;
import dev.sm.storage.StepAnswer;
import dev.sm.storage.TimeToLive;
import org.jspecify.annotations.Nullable;

/**
 * Operations as {@link MigrationScripts#STEP} takes them, and its answers.
 */
final class StepCodec {

	private static final byte[] NONE = {};

	private StepCodec() {
	}

	static void encode(Step step, List<byte[]> keys, List<byte[]> arguments) {
		arguments.add(bytes((step.place() == Place.SOURCE) ? "S" : "T"));
		for (Operation operation : step.operations()) {
			byte[] key = operation.key();
			String token = (step.place() == Place.TARGET) ? operation.token() : null;
			Fence fence = operation.command().fence();
			keys.add(key);
			keys.add((token != null) ? bytes(ReservedKeys.STAGE + token) : moved(key));
			keys.add((fence != null) ? bytes(ReservedKeys.FENCE + fence.scope()) : key);
			verb(operation.command(), arguments, (token != null) ? bytes(token) : NONE);
			arguments.add((fence != null) ? FencedScript.ascii(fence.epoch()) : NONE);
		}
	}

	private static void verb(NodeCommand<?> command, List<byte[]> arguments, byte[] token) {
		if (command instanceof NodeCommand.Put put) {
			add(arguments, "put", token, put.entries().get(0).value(), put.ttl());
		}
		else if (command instanceof NodeCommand.PutIfAbsent put) {
			add(arguments, "nx", token, put.entry().value(), put.ttl());
		}
		else if (command instanceof NodeCommand.Delete) {
			add(arguments, "del", token, NONE, null);
		}
		else if (command instanceof NodeCommand.Increment increment) {
			add(arguments, "inc", token, FencedScript.ascii(increment.delta()), increment.ttl());
		}
		else if (command instanceof NodeCommand.Expire expire) {
			add(arguments, "exp", token, NONE, expire.ttl());
		}
		else if (command instanceof NodeCommand.Replace replace) {
			add(arguments, "cas", token, replacement(replace), replace.ttl());
		}
		else if (command instanceof NodeCommand.Look) {
			add(arguments, "look", token, NONE, null);
		}
		else {
			add(arguments, "get", token, NONE, null);
		}
	}

	/**
	 * What is expected and what is put there as one argument: the length of the first, a
	 * sign, and both.
	 */
	private static byte[] replacement(NodeCommand.Replace replace) {
		byte[] value = replace.value();
		byte[] head = bytes(replace.expected().length + ((value != null) ? "=" : "-"));
		ByteBuffer all = ByteBuffer
			.allocate(head.length + replace.expected().length + ((value != null) ? value.length : 0));
		all.put(head).put(replace.expected());
		if (value != null) {
			all.put(value);
		}
		return all.array();
	}

	private static void add(List<byte[]> arguments, String verb, byte[] token, byte[] value, @Nullable Duration ttl) {
		arguments.add(bytes(verb));
		arguments.add(token);
		arguments.add(value);
		arguments.add(FencedScript.ascii((ttl != null) ? TimeToLive.toMillis(ttl) : 0));
	}

	static List<StepAnswer> decode(String node, Step step, List<Object> answers) {
		List<StepAnswer> decoded = new ArrayList<>(answers.size());
		for (int i = 0; i < answers.size(); i++) {
			decoded.add(decode(node, step.operations().get(i).command(), (List<?>) answers.get(i)));
		}
		return decoded;
	}

	private static StepAnswer decode(String node, NodeCommand<?> command, List<?> answer) {
		long kind = (Long) Objects.requireNonNull(answer.get(0));
		byte[] text = (answer.size() > 1 && answer.get(1) instanceof byte[] bytes) ? bytes : null;
		if (kind == MigrationScripts.GO) {
			return StepAnswer.go((text != null) ? text(text) : null);
		}
		if (kind == MigrationScripts.FENCED) {
			return StepAnswer.failed(new FencedOffException(node, Objects.requireNonNull(command.fence())));
		}
		if (kind == MigrationScripts.ERROR) {
			return StepAnswer.failed(new NodeCommandException(
					"node '" + node + "' answered: " + text(Objects.requireNonNull(text)), null));
		}
		if (command instanceof NodeCommand.Get) {
			return StepAnswer.done(Collections.singletonList(text));
		}
		if (command instanceof NodeCommand.Increment) {
			return StepAnswer.done(Long.parseLong(text(Objects.requireNonNull(text))));
		}
		if (command instanceof NodeCommand.Look) {
			return StepAnswer.done(RedisCommands.looked((List<?>) Objects.requireNonNull(answer.get(1))));
		}
		Long number = (Long) Objects.requireNonNull(answer.get(1));
		return StepAnswer.done((command instanceof NodeCommand.Delete) ? number : (Object) (number == 1));
	}

	static byte[] moved(byte[] key) {
		byte[] prefix = bytes(ReservedKeys.MOVED);
		byte[] all = new byte[prefix.length + key.length];
		System.arraycopy(prefix, 0, all, 0, prefix.length);
		System.arraycopy(key, 0, all, prefix.length, key.length);
		return all;
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
