package dev.sm.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sm.storage.Fence;
import dev.sm.storage.FencedOffException;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyValue;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.storage.ScanPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * What every kind of node must do. A subclass says how to make one.
 */
public abstract class NodeStorageContractTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration SHORT = Duration.ofMillis(50);

	private NodeStorage node;

	/**
	 * Makes a node that is reachable and empty, apart from fences of other scopes.
	 * @return the node
	 */
	protected abstract NodeStorage createNode();

	/**
	 * Lets time go by for the node, where it does not do so by itself.
	 * @param time how much
	 */
	protected void elapse(Duration time) {
	}

	@BeforeEach
	void openNode() {
		this.node = createNode();
	}

	@AfterEach
	void closeNode() {
		this.node.close();
	}

	protected final NodeStorage node() {
		return this.node;
	}

	@Test
	void absentKeyHasNoValue() {
		assertThat(get("nobody")).isNull();
	}

	@Test
	void valueIsReadBack() {
		put("k", "v");
		assertThat(get("k")).isEqualTo("v");
	}

	@Test
	void valueIsReplaced() {
		put("k", "old");
		put("k", "new");
		assertThat(get("k")).isEqualTo("new");
	}

	@Test
	void valuesComeInTheOrderOfTheirKeys() {
		run(new NodeCommand.Put(List.of(entry("a", "1"), entry("b", "2"), entry("c", "3")), null, null));
		List<byte[]> values = run(new NodeCommand.Get(keys("c", "nobody", "a", "c", "b")));
		assertThat(values.stream().map(NodeStorageContractTests::text)).containsExactly("3", null, "1", "3", "2");
	}

	@Test
	void manyKeysAreWrittenAndReadInOneCommand() {
		List<KeyValue> entries = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			entries.add(entry("key" + i, "value" + i));
		}
		run(new NodeCommand.Put(entries, LONG, null));
		List<byte[]> values = run(new NodeCommand.Get(entries.stream().map(KeyValue::key).toList()));
		assertThat(values.stream().map(NodeStorageContractTests::text))
			.containsExactlyElementsOf(entries.stream().map((entry) -> text(entry.value())).toList());
	}

	@Test
	void lastValueOfARepeatedKeyWins() {
		run(new NodeCommand.Put(List.of(entry("a", "1"), entry("a", "2")), null, null));
		assertThat(get("a")).isEqualTo("2");
	}

	@Test
	void keysAndValuesAreAnyBytes() {
		byte[] all = new byte[256];
		for (int i = 0; i < all.length; i++) {
			all[i] = (byte) i;
		}
		run(NodeCommand.Put.of(all, all));
		assertThat(run(NodeCommand.Get.of(all)).get(0)).isEqualTo(all);
	}

	@Test
	void keysThatDifferInAnyByteAreDifferent() {
		for (String key : List.of("k", "K", "k ", "k\u0000", "\u00e9", "e\u0301", "e", "")) {
			put(key, "value of " + key);
		}
		for (String key : List.of("k", "K", "k ", "k\u0000", "\u00e9", "e\u0301", "e", "")) {
			assertThat(get(key)).isEqualTo("value of " + key);
		}
		assertThat(scan("k", 100)).containsExactlyInAnyOrder("k", "k ", "k\u0000");
	}

	@Test
	void valueMayBeEmpty() {
		put("k", "");
		assertThat(get("k")).isEmpty();
	}

	@Test
	void valueMayBeAMegabyte() {
		byte[] value = new byte[1 << 20];
		Arrays.fill(value, (byte) 0xA5);
		run(NodeCommand.Put.of(bytes("big"), value));
		assertThat(run(NodeCommand.Get.of(bytes("big"))).get(0)).isEqualTo(value);
	}

	@Test
	void valueExpires() {
		run(new NodeCommand.Put(List.of(entry("k", "v")), SHORT, null));
		awaitGone("k");
	}

	@Test
	void timeToLiveIsReplacedByAShorterOne() {
		run(new NodeCommand.Put(List.of(entry("k", "v")), LONG, null));
		run(new NodeCommand.Put(List.of(entry("k", "w")), SHORT, null));
		awaitGone("k");
	}

	@Test
	void timeToLiveIsReplacedByALongerOne() {
		run(new NodeCommand.Put(List.of(entry("k", "v")), SHORT, null));
		run(new NodeCommand.Put(List.of(entry("k", "w")), LONG, null));
		awaitLongerThanShort();
		assertThat(get("k")).isEqualTo("w");
	}

	@Test
	void plainPutRemovesTheTimeToLive() {
		run(new NodeCommand.Put(List.of(entry("k", "v")), SHORT, null));
		put("k", "w");
		awaitLongerThanShort();
		assertThat(get("k")).isEqualTo("w");
	}

	@Test
	void incrementKeepsTheTimeToLive() {
		run(new NodeCommand.Put(List.of(entry("k", "5")), Duration.ofMillis(800), null));
		assertThat(increment("k", 1)).isEqualTo(6);
		awaitGone("k");
	}

	@Test
	void incrementGivesItsTimeToLiveToTheKeyThatItCreates() {
		assertThat(run(new NodeCommand.Increment(bytes("k"), 5, SHORT, null))).isEqualTo(5);
		awaitGone("k");
		Fence fence = new Fence("orders/ttl", 5);
		assertThat(run(new NodeCommand.Increment(bytes("k"), 5, SHORT, fence))).isEqualTo(5);
		awaitGone("k");
	}

	@Test
	void incrementGivesNoTimeToLiveToAKeyThatExists() {
		put("k", "5");
		run(new NodeCommand.Increment(bytes("k"), 1, SHORT, null));
		run(new NodeCommand.Increment(bytes("k"), 1, SHORT, new Fence("orders/ttl", 5)));
		awaitLongerThanShort();
		assertThat(get("k")).isEqualTo("7");
	}

	@Test
	void tinyTimeToLiveIsRoundedUp() {
		run(new NodeCommand.Put(List.of(entry("k", "v")), Duration.ofNanos(1), null));
		awaitGone("k");
	}

	@Test
	void tinyTimeToLiveIsRoundedUpOnExpireAndPutIfAbsent() {
		put("a", "v");
		assertThat(run(new NodeCommand.Expire(bytes("a"), Duration.ofNanos(1), null))).isTrue();
		assertThat(run(new NodeCommand.PutIfAbsent(entry("b", "v"), Duration.ofNanos(1), null))).isTrue();
		awaitGone("a");
		awaitGone("b");
	}

	@Test
	void hugeTimeToLiveIsAccepted() {
		run(new NodeCommand.Put(List.of(entry("k", "v")), Duration.ofSeconds(Long.MAX_VALUE), null));
		assertThat(get("k")).isEqualTo("v");
	}

	@Test
	void putIfAbsentWritesOnlyOnce() {
		assertThat(putIfAbsent("k", "first")).isTrue();
		assertThat(putIfAbsent("k", "second")).isFalse();
		assertThat(get("k")).isEqualTo("first");
	}

	@Test
	void putIfAbsentWritesAfterExpiry() {
		assertThat(run(new NodeCommand.PutIfAbsent(entry("k", "v"), SHORT, null))).isTrue();
		awaitGone("k");
		assertThat(putIfAbsent("k", "again")).isTrue();
	}

	@Test
	void putIfAbsentHasOneWinner() throws Exception {
		for (int round = 0; round < 20; round++) {
			String key = "race" + round;
			List<Boolean> won = inParallel(8, () -> putIfAbsent(key, "v"));
			assertThat(won).containsOnlyOnce(true);
		}
	}

	@Test
	void deleteCountsKeysThatExisted() {
		put("a", "1");
		put("b", "2");
		assertThat(run(new NodeCommand.Delete(keys("a", "nobody", "b", "a"), null))).isEqualTo(2);
		assertThat(get("a")).isNull();
		assertThat(run(new NodeCommand.Delete(keys("a"), null))).isZero();
	}

	@Test
	void incrementStartsAtZero() {
		assertThat(increment("k", 7)).isEqualTo(7);
		assertThat(get("k")).isEqualTo("7");
	}

	@Test
	void incrementMayBeNegative() {
		put("k", "5");
		assertThat(increment("k", -8)).isEqualTo(-3);
	}

	@Test
	void incrementReachesBothEndsOfItsRange() {
		put("k", Long.toString(Long.MAX_VALUE - 1));
		assertThat(increment("k", 1)).isEqualTo(Long.MAX_VALUE);
		put("k", Long.toString(Long.MIN_VALUE + 1));
		assertThat(increment("k", -1)).isEqualTo(Long.MIN_VALUE);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, Long.MAX_VALUE })
	void incrementThatOverflowsChangesNothing(long delta) {
		put("k", Long.toString(Long.MAX_VALUE));
		assertFails(NodeCommandException.class, new NodeCommand.Increment(bytes("k"), delta, null));
		assertThat(get("k")).isEqualTo(Long.toString(Long.MAX_VALUE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "1.5", " 1", "1 ", "01", "+1", "-0", "9223372036854775808" })
	void whatIsNotANumberIsNotIncremented(String value) {
		put("k", value);
		assertFails(NodeCommandException.class, new NodeCommand.Increment(bytes("k"), 1, null));
		assertThat(get("k")).isEqualTo(value);
	}

	@Test
	void failureIsToldAsItIs() {
		put("k", "x");
		CompletableFuture<Throwable> told = new CompletableFuture<>();
		this.node.execute(new NodeCommand.Increment(bytes("k"), 1, null))
			.whenComplete((sum, error) -> told.complete(error));
		assertThat(told.orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOf(NodeCommandException.class);
	}

	@Test
	void incrementsAddUp() throws Exception {
		inParallel(4, () -> {
			for (int i = 0; i < 100; i++) {
				increment("k", 1);
			}
			return true;
		});
		assertThat(get("k")).isEqualTo("400");
	}

	@Test
	void expireTellsWhetherTheKeyExists() {
		put("k", "v");
		assertThat(run(new NodeCommand.Expire(bytes("k"), LONG, null))).isTrue();
		assertThat(run(new NodeCommand.Expire(bytes("nobody"), LONG, null))).isFalse();
		assertThat(get("nobody")).isNull();
	}

	@Test
	void expireLetsTheKeyExpire() {
		put("k", "v");
		run(new NodeCommand.Expire(bytes("k"), SHORT, null));
		awaitGone("k");
	}

	static List<NodeCommand<?>> oldFencedCommands() {
		Fence old = new Fence("orders/1", 4);
		return List.of(new NodeCommand.Put(List.of(entry("k", "bad")), null, old),
				new NodeCommand.Put(List.of(entry("k", "bad"), entry("l", "bad")), LONG, old),
				new NodeCommand.PutIfAbsent(entry("l", "bad"), null, old), new NodeCommand.Delete(keys("k"), old),
				new NodeCommand.Increment(bytes("k"), 1, old),
				new NodeCommand.Expire(bytes("k"), Duration.ofMillis(1), old), new NodeCommand.RaiseFence(old));
	}

	@ParameterizedTest
	@MethodSource("oldFencedCommands")
	void olderEpochIsRefusedAndChangesNothing(NodeCommand<?> command) {
		put("k", "1");
		run(new NodeCommand.RaiseFence(new Fence("orders/1", 5)));
		assertFails(FencedOffException.class, command);
		elapse(Duration.ofMillis(2));
		assertThat(get("k")).isEqualTo("1");
		assertThat(get("l")).isNull();
	}

	static List<NodeCommand<?>> newFencedCommands() {
		Fence fence = new Fence("orders/1", 6);
		return List.of(new NodeCommand.Put(List.of(entry("k", "3")), null, fence),
				new NodeCommand.Put(List.of(entry("k", "3"), entry("l", "4")), LONG, fence),
				new NodeCommand.PutIfAbsent(entry("l", "3"), null, fence),
				new NodeCommand.PutIfAbsent(entry("k", "3"), LONG, fence), new NodeCommand.Delete(keys("k"), fence),
				new NodeCommand.Increment(bytes("k"), 1, fence), new NodeCommand.Expire(bytes("k"), LONG, fence),
				new NodeCommand.RaiseFence(fence));
	}

	@ParameterizedTest
	@MethodSource("newFencedCommands")
	void fencedCommandRaisesTheFence(NodeCommand<?> command) {
		put("k", "1");
		run(new NodeCommand.RaiseFence(new Fence("orders/1", 5)));
		run(command);
		assertFails(FencedOffException.class, new NodeCommand.RaiseFence(new Fence("orders/1", 5)));
	}

	@Test
	void equalEpochIsAccepted() {
		Fence fence = new Fence("orders/1", 5);
		run(new NodeCommand.RaiseFence(fence));
		run(new NodeCommand.RaiseFence(fence));
		run(new NodeCommand.Put(List.of(entry("k", "v")), null, fence));
		assertThat(get("k")).isEqualTo("v");
	}

	@Test
	void fencedCommandsAnswerAsPlainOnesDo() {
		Fence fence = new Fence("orders/1", 5);
		run(new NodeCommand.Put(List.of(entry("n", "41"), entry("e", "")), LONG, fence));
		assertThat(get("e")).isEmpty();
		assertThat(run(new NodeCommand.Increment(bytes("n"), 1, fence))).isEqualTo(42);
		assertThat(run(new NodeCommand.PutIfAbsent(entry("n", "x"), null, fence))).isFalse();
		assertThat(run(new NodeCommand.PutIfAbsent(entry("m", "x"), LONG, fence))).isTrue();
		assertThat(run(new NodeCommand.Expire(bytes("n"), LONG, fence))).isTrue();
		assertThat(run(new NodeCommand.Expire(bytes("nobody"), LONG, fence))).isFalse();
		assertThat(run(new NodeCommand.Delete(keys("n", "m", "nobody", "n"), fence))).isEqualTo(2);
	}

	@Test
	void fencedIncrementIsExactInAllItsRange() {
		Fence fence = new Fence("orders/1", 5);
		put("k", Long.toString(Long.MAX_VALUE - 1));
		assertThat(run(new NodeCommand.Increment(bytes("k"), 1, fence))).isEqualTo(Long.MAX_VALUE);
		assertFails(NodeCommandException.class, new NodeCommand.Increment(bytes("k"), 1, fence));
	}

	@Test
	void fencedPutLetsTheKeyExpire() {
		run(new NodeCommand.Put(List.of(entry("k", "v")), SHORT, new Fence("orders/1", 5)));
		awaitGone("k");
	}

	@Test
	void epochsAreComparedExactly() {
		run(new NodeCommand.RaiseFence(new Fence("orders/1", Fence.MAX_EPOCH)));
		assertFails(FencedOffException.class, new NodeCommand.RaiseFence(new Fence("orders/1", Fence.MAX_EPOCH - 1)));
		run(new NodeCommand.RaiseFence(new Fence("orders/1", Fence.MAX_EPOCH)));
	}

	@Test
	void scopesAreIndependent() {
		run(new NodeCommand.RaiseFence(new Fence("orders/1", 9)));
		run(new NodeCommand.Put(List.of(entry("k", "v")), null, new Fence("orders/2", 1)));
		assertThat(get("k")).isEqualTo("v");
	}

	@Test
	void fenceDoesNotHoldForCommandsWithoutOne() {
		run(new NodeCommand.RaiseFence(new Fence("orders/1", 9)));
		put("k", "v");
		assertThat(get("k")).isEqualTo("v");
	}

	@Test
	void nothingOldIsWrittenOnceARaiseWasAnswered() throws Exception {
		ExecutorService writers = Executors.newFixedThreadPool(3);
		try {
			for (int round = 1; round <= 20; round++) {
				assertNothingOldIsWritten(writers, round);
			}
		}
		finally {
			writers.shutdownNow();
		}
	}

	private void assertNothingOldIsWritten(ExecutorService writers, int round) throws Exception {
		Fence old = new Fence("race", 2L * round);
		AtomicBoolean go = new AtomicBoolean(true);
		CountDownLatch started = new CountDownLatch(3);
		List<Future<Boolean>> refused = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			refused.add(writers.submit(() -> writeUntilRefused(old, go, started)));
		}
		assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
		run(new NodeCommand.RaiseFence(new Fence("race", old.epoch() + 1)));
		put("raced", "after");
		for (Future<Boolean> writer : refused) {
			assertThat(writer.get(10, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(get("raced")).isEqualTo("after");
	}

	private boolean writeUntilRefused(Fence fence, AtomicBoolean go, CountDownLatch started) {
		while (go.get()) {
			try {
				run(new NodeCommand.Put(List.of(entry("raced", "before")), null, fence));
				started.countDown();
			}
			catch (FencedOffException ex) {
				return true;
			}
		}
		return false;
	}

	@Test
	void scanOfAnEmptyNodeTellsNothing() {
		assertThat(scan("", 10)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 10_000 })
	void scanTellsEveryKey(int count) {
		Set<String> keys = new HashSet<>();
		for (int i = 0; i < 200; i++) {
			put("key" + i, "v");
			keys.add("key" + i);
		}
		assertThat(scan("", count)).isEqualTo(keys);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "?", "[a-z]", "[^x]", "\\", "a*", "]", "-", "h\u00e9", "\n" })
	void prefixIsTakenLiterally(String prefix) {
		put(prefix + "1", "v");
		put(prefix, "v");
		for (String other : List.of("a", "ab", "x", "z1", "^", "\\x", "h")) {
			if (!other.startsWith(prefix)) {
				put(other, "v");
			}
		}
		Set<String> expected = new HashSet<>(scan("", 100));
		expected.removeIf((key) -> !key.startsWith(prefix));
		assertThat(scan(prefix, 100)).isEqualTo(expected).contains(prefix, prefix + "1");
	}

	@Test
	void prefixIsAnyBytes() {
		byte[] key = { (byte) 0xFF, 0, (byte) 0x80, '*' };
		run(NodeCommand.Put.of(key, key));
		ScanPage page = scanAll(new byte[] { (byte) 0xFF, 0 }, 100).get(0);
		assertThat(page.keys()).singleElement().isEqualTo(key);
	}

	@Test
	void scanHidesWhatTheNodeKeepsForItself() {
		run(new NodeCommand.Put(List.of(entry("sm:mine", "v")), null, new Fence("orders/1", 3)));
		assertThat(scan("", 100)).containsExactly("sm:mine");
		assertThat(scan("sm:", 100)).containsExactly("sm:mine");
		assertThat(scan("sm:fence", 100)).isEmpty();
	}

	@Test
	void scanDoesNotTellExpiredKeys() {
		run(new NodeCommand.Put(List.of(entry("k", "v")), SHORT, null));
		awaitGone("k");
		assertThat(scan("", 100)).isEmpty();
	}

	@Test
	void scanTellsWhatExistsThroughoutWhileOtherKeysComeAndGo() {
		Set<String> stable = new HashSet<>();
		for (int i = 0; i < 300; i++) {
			put("stable" + i, "v");
			stable.add("stable" + i);
			put("gone" + i, "v");
		}
		Set<String> told = new HashSet<>();
		String cursor = ScanPage.START;
		int round = 0;
		do {
			ScanPage page = run(new NodeCommand.Scan(cursor, new byte[0], 10));
			page.keys().forEach((key) -> told.add(text(key)));
			run(new NodeCommand.Delete(keys("gone" + (round * 7) % 300, "gone" + (round * 11) % 300), null));
			put("new" + round++, "v");
			cursor = page.cursor();
		}
		while (!ScanPage.END.equals(cursor) && round < 1000);
		assertThat(told).containsAll(stable);
	}

	@Test
	void unknownCursorIsRefused() {
		assertFails(NodeCommandException.class, new NodeCommand.Scan("no cursor of anybody's", new byte[0], 10));
	}

	@Test
	void pingIsAnswered() {
		assertThat(run(new NodeCommand.Ping())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sm:node", "sm:fence:orders/1", "sm:moved:k", "sm:stage:t" })
	void reservedKeyIsRefused(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> put(key, "v")).withMessageContaining(key);
		assertThatIllegalArgumentException().isThrownBy(() -> get(key));
		assertThatIllegalArgumentException().isThrownBy(() -> increment(key, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> putIfAbsent(key, "v"));
		assertThatIllegalArgumentException().isThrownBy(() -> new NodeCommand.Delete(keys("a", key), null));
		assertThatIllegalArgumentException().isThrownBy(() -> new NodeCommand.Expire(bytes(key), LONG, null));
	}

	@Test
	void leasesAndNotesAreKeysThatScansDoNotTell() {
		for (String key : List.of("sm:lease:k", "sm:loaded:k")) {
			assertThat(putIfAbsent(key, "v")).isTrue();
			assertThat(get(key)).isEqualTo("v");
		}
		put("k", "v");
		assertThat(scan("", 100)).containsExactly("k");
		assertThat(scan("sm:lease:", 100)).isEmpty();
	}

	@Test
	void valueIsReplacedIfItIsTheExpectedOne() {
		put("k", "old");
		assertThat(replace("k", "other", "new", null)).isFalse();
		assertThat(get("k")).isEqualTo("old");
		assertThat(replace("k", "old", "new", null)).isTrue();
		assertThat(get("k")).isEqualTo("new");
		assertThat(replace("nobody", "old", "new", null)).isFalse();
		assertThat(get("nobody")).isNull();
	}

	@Test
	void valueIsRemovedIfItIsTheExpectedOne() {
		put("k", "old");
		assertThat(replace("k", "other", null, null)).isFalse();
		assertThat(replace("k", "old", null, null)).isTrue();
		assertThat(get("k")).isNull();
		assertThat(replace("k", "old", null, null)).isFalse();
	}

	@Test
	void emptyValueCanBeExpectedAndPut() {
		put("k", "");
		assertThat(replace("k", "", "x", null)).isTrue();
		assertThat(replace("k", "x", "", null)).isTrue();
		assertThat(get("k")).isEmpty();
		assertThat(replace("nobody", "", "x", null)).isFalse();
	}

	@Test
	void replacementHasATimeToLiveOfItsOwn() {
		run(new NodeCommand.Put(List.of(entry("k", "old")), LONG, null));
		assertThat(replace("k", "old", "short", SHORT)).isTrue();
		awaitGone("k");
		await().until(() -> {
			run(new NodeCommand.Put(List.of(entry("k", "old")), SHORT, null));
			// unless it was gone already
			return replace("k", "old", "long", null);
		});
		awaitLongerThanShort();
		assertThat(get("k")).isEqualTo("long");
	}

	@Test
	void replacementIsFenced() {
		put("k", "old");
		run(new NodeCommand.RaiseFence(new Fence("orders/1", 5)));
		assertFails(FencedOffException.class,
				new NodeCommand.Replace(bytes("k"), bytes("old"), bytes("new"), null, new Fence("orders/1", 4)));
		assertThat(get("k")).isEqualTo("old");
		assertThat(run(new NodeCommand.Replace(bytes("k"), bytes("old"), bytes("new"), LONG, new Fence("orders/1", 5))))
			.isTrue();
		assertThat(run(new NodeCommand.Replace(bytes("k"), bytes("new"), null, null, new Fence("orders/1", 6))))
			.isTrue();
		assertThat(get("k")).isNull();
	}

	@Test
	void onlyOneOfManyReplacementsIsDone() throws Exception {
		put("k", "old");
		List<Boolean> done = inParallel(8, () -> replace("k", "old", "new", null));
		assertThat(done.stream().filter((one) -> one)).hasSize(1);
	}

	@Test
	void lookTellsAValueAndItsTime() {
		assertThat(run(new NodeCommand.Look(bytes("nobody"))).value()).isNull();
		put("k", "v");
		assertThat(run(new NodeCommand.Look(bytes("k")))).satisfies((looked) -> {
			assertThat(text(looked.value())).isEqualTo("v");
			assertThat(looked.remaining()).isEqualTo(KeyCopy.NEVER);
		});
		run(new NodeCommand.Expire(bytes("k"), LONG, null));
		assertThat(run(new NodeCommand.Look(bytes("k"))).remaining()).isBetween(LONG.toMillis() - 60_000,
				LONG.toMillis());
	}

	@Test
	void nativeOperationsAreThere() {
		assertThat(this.node.nativeOperations()).isNotNull();
	}

	@Test
	void closedNodeFailsEveryCommand() {
		put("k", "v");
		this.node.close();
		for (NodeCommand<?> command : List.of(NodeCommand.Get.of(bytes("k")),
				NodeCommand.Put.of(bytes("k"), bytes("v")), new NodeCommand.Ping(),
				new NodeCommand.RaiseFence(new Fence("orders/1", 3)))) {
			assertFails(NodeUnavailableException.class, command);
		}
	}

	@Test
	void closingTwiceIsClosing() {
		this.node.close();
		this.node.close();
		assertFails(NodeUnavailableException.class, new NodeCommand.Ping());
	}

	@Test
	void commandsUnderWayEndWhenTheNodeIsClosed() throws Exception {
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			CountDownLatch started = new CountDownLatch(100);
			Future<?> commands = thread.submit(() -> {
				while (true) {
					increment("k", 1);
					started.countDown();
				}
			});
			assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
			this.node.close();
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> commands.get(10, TimeUnit.SECONDS))
				.withCauseInstanceOf(NodeUnavailableException.class);
		}
		finally {
			thread.shutdownNow();
		}
	}

	/**
	 * Executes a command and waits for its answer.
	 * @param command the command
	 * @param <R> the type of its answer
	 * @return the answer
	 */
	protected final <R> R run(NodeCommand<R> command) {
		return run(this.node, command);
	}

	/**
	 * Executes a command on a node and waits for its answer.
	 * @param node the node
	 * @param command the command
	 * @param <R> the type of its answer
	 * @return the answer
	 */
	protected static <R> R run(NodeStorage node, NodeCommand<R> command) {
		try {
			return node.execute(command).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	protected final void put(String key, String value) {
		run(NodeCommand.Put.of(bytes(key), bytes(value)));
	}

	protected final String get(String key) {
		return text(run(NodeCommand.Get.of(bytes(key))).get(0));
	}

	protected final boolean putIfAbsent(String key, String value) {
		return run(new NodeCommand.PutIfAbsent(entry(key, value), null, null));
	}

	private boolean replace(String key, String expected, String value, Duration ttl) {
		return run(
				new NodeCommand.Replace(bytes(key), bytes(expected), (value != null) ? bytes(value) : null, ttl, null));
	}

	protected final long increment(String key, long delta) {
		return run(new NodeCommand.Increment(bytes(key), delta, null));
	}

	protected final Set<String> scan(String prefix, int count) {
		Set<String> keys = new HashSet<>();
		scanAll(bytes(prefix), count).forEach((page) -> page.keys().forEach((key) -> keys.add(text(key))));
		return keys;
	}

	private List<ScanPage> scanAll(byte[] prefix, int count) {
		List<ScanPage> pages = new ArrayList<>();
		String cursor = ScanPage.START;
		do {
			ScanPage page = run(new NodeCommand.Scan(cursor, prefix, count));
			pages.add(page);
			cursor = page.cursor();
		}
		while (pages.get(pages.size() - 1).more());
		return pages;
	}

	protected final void assertFails(Class<? extends Throwable> type, NodeCommand<?> command) {
		assertThatExceptionOfType(type).isThrownBy(() -> run(command));
	}

	private void awaitGone(String key) {
		await().pollInterval(Duration.ofMillis(10)).until(() -> {
			elapse(Duration.ofMillis(20));
			return get(key) == null;
		});
	}

	/** A key of its own that lives longer tells when the time is over. */
	private void awaitLongerThanShort() {
		run(new NodeCommand.Put(List.of(entry("canary", "v")), SHORT.multipliedBy(2), null));
		awaitGone("canary");
	}

	private static <T> List<T> inParallel(int threads, Callable<T> task) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<T> results = new ArrayList<>();
			for (Future<T> future : executor.invokeAll(Collections.nCopies(threads, task))) {
				results.add(future.get());
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

	protected static KeyValue entry(String key, String value) {
		return new KeyValue(bytes(key), bytes(value));
	}

	protected static List<byte[]> keys(String... keys) {
		return Arrays.stream(keys).map(NodeStorageContractTests::bytes).toList();
	}

	protected static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	protected static String text(byte[] bytes) {
		return (bytes != null) ? new String(bytes, StandardCharsets.UTF_8) : null;
	}

}
