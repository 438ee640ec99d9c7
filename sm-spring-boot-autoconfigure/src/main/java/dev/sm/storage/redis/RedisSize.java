package dev.sm.storage.redis;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeSize;
import dev.sm.storage.ReservedKeys;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what a server holds: one {@code DBSIZE}, one {@code SCAN} (which goes by the
 * hashes of keys, so what it finds is a sample), and {@code MEMORY USAGE} of some of
 * those.
 */
final class RedisSize {

	private static final int SCANNED = 1000;

	private static final int MEASURED = 50;

	private RedisSize() {
	}

	static CompletionStage<NodeSize> of(String node, Link link, byte[] prefix) {
		if (link.cluster() != null) {
			return CompletableFuture.failedFuture(
					new NodeCommandException("node '" + node + "' is a Redis Cluster, which cannot migrate", null));
		}
		CompletionStage<Long> all = link.commands().dbsize();
		return link.commands()
			.scan(ScanArgs.Builder.limit(SCANNED))
			.thenCombine(all, (found, size) -> size(link, prefix, found, size))
			.thenCompose((size) -> size);
	}

	private static CompletionStage<NodeSize> size(Link link, byte[] prefix, KeyScanCursor<byte[]> found, long all) {
		List<byte[]> own = found.getKeys()
			.stream()
			.filter((key) -> !ReservedKeys.contains(key) && startsWith(key, prefix))
			.toList();
		long keys = found.isFinished() ? own.size()
				: Math.round((double) all * own.size() / Math.max(1, found.getKeys().size()));
		List<CompletableFuture<Long>> measured = own.stream()
			.limit(MEASURED)
			.map((key) -> link.commands().memoryUsage(key))
			.map(RedisFuture::toCompletableFuture)
			.toList();
		return CompletableFuture.allOf(measured.toArray(CompletableFuture<?>[]::new))
			.handle((done, failure) -> new NodeSize(keys, (failure == null) ? bytes(measured, keys) : null));
	}

	/** A server may not allow it, and a key may have gone. */
	private static @Nullable Long bytes(List<CompletableFuture<Long>> measured, long keys) {
		long[] found = measured.stream()
			.map(CompletableFuture::join)
			.filter(Objects::nonNull)
			.mapToLong(Long::longValue)
			.toArray();
		double mean = Arrays.stream(found).average().orElse(-1);
		return (keys == 0) ? Long.valueOf(0) : (mean >= 0) ? Long.valueOf(Math.round(mean * keys)) : null;
	}

	private static boolean startsWith(byte[] key, byte[] prefix) {
		return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
	}

}
