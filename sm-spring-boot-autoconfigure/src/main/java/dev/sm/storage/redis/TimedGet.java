package dev.sm.storage.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sm.storage.KeyCopy;
import dev.sm.storage.Looked;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

/**
 * Reads values and how long they have to live, in one write. The time is asked first, so
 * that the server tracks the key from then on and tells if the value is another one.
 */
final class TimedGet {

	private TimedGet() {
	}

	static CompletionStage<List<Looked>> send(Link link, List<byte[]> keys) {
		List<RedisCommand<byte[], byte[], ?>> commands = new ArrayList<>(keys.size() + 1);
		List<AsyncCommand<byte[], byte[], Long>> times = new ArrayList<>(keys.size());
		for (byte[] key : keys) {
			AsyncCommand<byte[], byte[], Long> time = new AsyncCommand<>(new Command<>(CommandType.PTTL,
					new IntegerOutput<>(ByteArrayCodec.INSTANCE), arguments().addKey(key)));
			times.add(time);
			commands.add(time);
		}
		if (keys.size() == 1) {
			AsyncCommand<byte[], byte[], byte[]> value = new AsyncCommand<>(new Command<>(CommandType.GET,
					new ValueOutput<>(ByteArrayCodec.INSTANCE), arguments().addKey(keys.get(0))));
			commands.add(value);
			link.connection().dispatch(commands);
			return value.thenCombine(times.get(0), (found, time) -> List.of(looked(found, time)));
		}
		AsyncCommand<byte[], byte[], List<byte[]>> values = new AsyncCommand<>(new Command<>(CommandType.MGET,
				new ValueListOutput<>(ByteArrayCodec.INSTANCE), arguments().addKeys(keys)));
		commands.add(values);
		link.connection().dispatch(commands);
		return values.thenCombine(CompletableFuture.allOf(times.toArray(CompletableFuture<?>[]::new)),
				(found, all) -> answer(found, times));
	}

	private static CommandArgs<byte[], byte[]> arguments() {
		return new CommandArgs<>(ByteArrayCodec.INSTANCE);
	}

	private static List<Looked> answer(List<byte @Nullable []> found, List<AsyncCommand<byte[], byte[], Long>> times) {
		List<Looked> all = new ArrayList<>(times.size());
		for (int i = 0; i < times.size(); i++) {
			all.add(looked(found.get(i), times.get(i).join()));
		}
		return all;
	}

	private static Looked looked(byte @Nullable [] value, long remaining) {
		return (value != null) ? new Looked(value, (remaining == -1) ? KeyCopy.NEVER : Math.max(0, remaining))
				: Looked.ABSENT;
	}

}
