package dev.sm.storage.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.sm.storage.Fence;
import dev.sm.storage.FencePage;
import dev.sm.storage.KeyMove;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.ReservedKeys;
import dev.sm.storage.ScanPage;
import dev.sm.storage.SurveyPage;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScanArgs;

/**
 * Pages of everything that a server holds of a pool: one {@code SCAN}, and the tokens of
 * the marks that it found.
 */
final class RedisSurvey {

	private static final byte[] MOVED = StepCodec.bytes(ReservedKeys.MOVED);

	private static final byte[] STAGE = StepCodec.bytes(ReservedKeys.STAGE);

	private static final byte[] FENCE = StepCodec.bytes(ReservedKeys.FENCE);

	private RedisSurvey() {
	}

	static CompletionStage<SurveyPage> page(Link link, MigrationCommand.Survey survey) {
		ScanArgs arguments = ScanArgs.Builder.limit(survey.count());
		return link.commands()
			.scan(RedisScan.cursor(survey.cursor()), arguments)
			.thenCompose((found) -> page(link, survey, found));
	}

	private static CompletionStage<SurveyPage> page(Link link, MigrationCommand.Survey survey,
			KeyScanCursor<byte[]> found) {
		String cursor = found.isFinished() ? ScanPage.END : found.getCursor();
		byte[] own = StepCodec.bytes(survey.pool() + ":");
		List<byte[]> keys = new ArrayList<>();
		List<byte[]> marks = new ArrayList<>();
		List<String> staged = new ArrayList<>();
		for (byte[] key : found.getKeys()) {
			if (startsWith(key, 0, MOVED) && belongs(key, MOVED.length, survey.prefix())) {
				marks.add(key);
			}
			else if (startsWith(key, 0, STAGE) && startsWith(key, STAGE.length, own)) {
				staged.add(StepCodec.text(Arrays.copyOfRange(key, STAGE.length, key.length)));
			}
			else if (movable(key) && belongs(key, 0, survey.prefix())) {
				keys.add(key);
			}
		}
		if (marks.isEmpty()) {
			return CompletableFuture.completedFuture(new SurveyPage(cursor, keys, List.of(), staged));
		}
		return link.commands()
			.mget(marks.toArray(byte[][]::new))
			.thenApply((tokens) -> new SurveyPage(cursor, keys, moves(survey.pool(), tokens), staged));
	}

	private static List<KeyMove> moves(String pool, List<KeyValue<byte[], byte[]>> tokens) {
		List<KeyMove> moves = new ArrayList<>(tokens.size());
		for (KeyValue<byte[], byte[]> mark : tokens) {
			String token = mark.hasValue() ? StepCodec.text(mark.getValue()) : "";
			if (token.startsWith(pool + ":")) {
				moves.add(new KeyMove(Arrays.copyOfRange(mark.getKey(), MOVED.length, mark.getKey().length), token));
			}
		}
		return moves;
	}

	static CompletionStage<FencePage> fences(Link link, String cursor) {
		ScanArgs arguments = ScanArgs.Builder.limit(1000).match(RedisScan.pattern(FENCE));
		return link.commands().scan(RedisScan.cursor(cursor), arguments).thenCompose((found) -> {
			String next = found.isFinished() ? ScanPage.END : found.getCursor();
			if (found.getKeys().isEmpty()) {
				return CompletableFuture.completedFuture(new FencePage(next, List.of()));
			}
			return link.commands()
				.mget(found.getKeys().toArray(byte[][]::new))
				.thenApply((epochs) -> new FencePage(next,
						epochs.stream().filter(KeyValue::hasValue).map(RedisSurvey::fence).toList()));
		}).thenApply(Function.identity());
	}

	private static Fence fence(KeyValue<byte[], byte[]> entry) {
		String scope = StepCodec.text(Arrays.copyOfRange(entry.getKey(), FENCE.length, entry.getKey().length));
		return new Fence(scope, Long.parseLong(StepCodec.text(entry.getValue())));
	}

	/** Leases and notes move with the keys that they are about. */
	private static boolean movable(byte[] key) {
		return !ReservedKeys.contains(key) || ReservedKeys.subject(key) != key;
	}

	private static boolean belongs(byte[] key, int from, byte[] prefix) {
		byte[] named = (from == 0) ? key : Arrays.copyOfRange(key, from, key.length);
		return startsWith(ReservedKeys.subject(named), 0, prefix);
	}

	private static boolean startsWith(byte[] key, int from, byte[] prefix) {
		int to = from + prefix.length;
		return key.length >= to && Arrays.equals(key, from, to, prefix, 0, prefix.length);
	}

}
