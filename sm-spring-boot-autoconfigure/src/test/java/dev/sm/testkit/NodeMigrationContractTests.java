package dev.sm.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.sm.storage.Fence;
import dev.sm.storage.FencePage;
import dev.sm.storage.FencedOffException;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyMove;
import dev.sm.storage.KeyValue;
import dev.sm.storage.Looked;
import dev.sm.storage.MigrationCommand;
import dev.sm.storage.MigrationCommand.Guard;
import dev.sm.storage.MigrationCommand.Operation;
import dev.sm.storage.MigrationCommand.Place;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeCommandException;
import dev.sm.storage.NodeRecord;
import dev.sm.storage.NodeRecord.Stage;
import dev.sm.storage.NodeSize;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.Peeked;
import dev.sm.storage.PhaseMismatchException;
import dev.sm.storage.ScanPage;
import dev.sm.storage.StepAnswer;
import dev.sm.storage.SurveyPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What every kind of node must do during a migration. A subclass says how to make one.
 */
public abstract class NodeMigrationContractTests {

	private static final Guard GUARD = new Guard("p", 7);

	private NodeStorage node;

	/**
	 * Makes a node that is reachable and empty.
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

	@Test
	void newNodeHasNoRecord() {
		assertThat(run(new MigrationCommand.ReadRecord("p"))).isEmpty();
	}

	@Test
	void recordIsOfOnePool() {
		record(7, Stage.RUN);
		assertThat(run(new MigrationCommand.ReadRecord("p"))).contains(new NodeRecord(7, Stage.RUN, "f"));
		assertThat(run(new MigrationCommand.ReadRecord("q"))).isEmpty();
	}

	@Test
	void recordOnlyRises() {
		assertThat(record(7, Stage.RUN).stage()).isEqualTo(Stage.RUN);
		assertThat(record(7, Stage.PREP).stage()).isEqualTo(Stage.RUN);
		assertThat(record(6, Stage.CLOSED)).isEqualTo(new NodeRecord(7, Stage.RUN, "f"));
		assertThat(record(7, Stage.CLOSED).stage()).isEqualTo(Stage.CLOSED);
		assertThat(record(10, Stage.SETTLE)).isEqualTo(new NodeRecord(10, Stage.SETTLE, "f"));
		assertThat(record(9, Stage.CLOSED).m()).isEqualTo(10);
	}

	@Test
	void recordOfAnEqualPlaceKeepsItsFingerprint() {
		record(7, Stage.PREP);
		NodeRecord other = new NodeRecord(7, Stage.PREP, "g");
		assertThat(run(new MigrationCommand.RaiseRecord("p", other)).placement()).isEqualTo("f");
	}

	@ParameterizedTest
	@EnumSource(Place.class)
	void nodeWithoutARecordRefuses(Place place) {
		assertRefused(new MigrationCommand.Step(GUARD, place, List.of(get("k", null))));
	}

	@ParameterizedTest
	@EnumSource(Place.class)
	void nodeOfAnotherMigrationRefuses(Place place) {
		record(8, Stage.RUN);
		put("k", "v");
		assertRefused(new MigrationCommand.Step(GUARD, place, List.of(increment("k"))));
		assertRefused(new MigrationCommand.Peek(GUARD, keys("k")));
		assertRefused(new MigrationCommand.Stage(GUARD, List.of(staging("p:1", "v"))));
		assertRefused(new MigrationCommand.Mark(GUARD, List.of()));
		assertRefused(new MigrationCommand.Promote(GUARD, false, List.of(move("k", "p:1"))));
		assertRefused(new MigrationCommand.Unmark(GUARD, false, List.of(move("k", "p:1"))));
		assertRefused(new MigrationCommand.Discard(GUARD, keys("k"), List.of()));
		assertThat(value("k")).isEqualTo("v");
	}

	@ParameterizedTest
	@EnumSource(Place.class)
	void settlingNodeRefusesEverybodyButTheSettler(Place place) {
		record(7, Stage.SETTLE);
		put("k", "v");
		assertRefused(new MigrationCommand.Step(GUARD, place, List.of(get("k", null))));
		assertRefused(new MigrationCommand.Peek(GUARD, keys("k")));
		assertRefused(new MigrationCommand.Stage(GUARD, List.of(staging("p:1", "v"))));
		assertRefused(new MigrationCommand.Promote(GUARD, false, List.of(move("k", "p:1"))));
		assertRefused(new MigrationCommand.Unmark(GUARD, false, List.of(move("k", "p:1"))));
		assertThat(run(new MigrationCommand.Promote(GUARD, true, List.of(move("k", "p:1"))))).isTrue();
		record(7, Stage.RUN);
		assertRefused(new MigrationCommand.Promote(GUARD, true, List.of(move("k", "p:1"))));
	}

	@Test
	void oldPlaceExecutesEverythingBeforeKeysMove() {
		record(7, Stage.PREP);
		assertThat(source(increment("n")).<Long>answer()).isEqualTo(5);
		assertThat(source(putOperation("k", "v")).<Boolean>answer()).isTrue();
		assertThat(value("k")).isEqualTo("v");
	}

	@Test
	void oldPlaceExecutesWhatIsThere() {
		record(7, Stage.RUN);
		put("k", "1");
		assertThat(source(get("k", null)).<List<byte[]>>answer().get(0)).isEqualTo(bytes("1"));
		assertThat(source(increment("k")).<Long>answer()).isEqualTo(6);
		assertThat(source(nx("k", "x")).<Boolean>answer()).isFalse();
		assertThat(source(putOperation("k", "2")).<Boolean>answer()).isTrue();
		assertThat(source(operation(new NodeCommand.Expire(bytes("k"), Duration.ofHours(1), null))).<Boolean>answer())
			.isTrue();
		assertThat(source(delete("k")).<Long>answer()).isEqualTo(1);
		assertThat(value("k")).isNull();
	}

	@Test
	void oldPlaceCreatesNothingOnceKeysMove() {
		record(7, Stage.RUN);
		for (Operation operation : List.of(get("k", null), increment("k"), putOperation("k", "v"), nx("k", "v"),
				delete("k"))) {
			assertThat(source(operation)).isEqualTo(StepAnswer.go(null));
		}
		assertThat(value("k")).isNull();
	}

	@Test
	void closedPlaceDoesNotLookAtWhatIsLeft() {
		record(7, Stage.CLOSED);
		put("k", "v");
		assertThat(source(get("k", null))).isEqualTo(StepAnswer.go(null));
		assertThat(source(delete("k"))).isEqualTo(StepAnswer.go(null));
		assertThat(value("k")).isEqualTo("v");
		assertRefused(new MigrationCommand.Peek(GUARD, keys("k")));
		assertRefused(new MigrationCommand.Mark(GUARD, List.of(marking("k", copy("v"), "p:1"))));
	}

	@Test
	void newPlaceExecutesWhateverIsThere() {
		record(7, Stage.RUN);
		assertThat(target(increment("n"))).extracting(StepAnswer::<Long>answer).isEqualTo(5L);
		assertThat(target(nx("k", "v"))).extracting(StepAnswer::<Boolean>answer).isEqualTo(true);
		assertThat(target(nx("k", "w"))).extracting(StepAnswer::<Boolean>answer).isEqualTo(false);
		assertThat(value("k")).isEqualTo("v");
	}

	@Test
	void operationsOfOneStepAreEachForThemselves() {
		record(7, Stage.RUN);
		put("a", "1");
		put("b", "text");
		List<StepAnswer> answers = run(new MigrationCommand.Step(GUARD, Place.SOURCE,
				List.of(increment("a"), increment("b"), increment("c"), get("a", null))));
		assertThat(answers).extracting(StepAnswer::kind)
			.containsExactly(StepAnswer.Kind.DONE, StepAnswer.Kind.FAILED, StepAnswer.Kind.GO, StepAnswer.Kind.DONE);
		assertThat(answers.get(1).failure()).isInstanceOf(NodeCommandException.class);
	}

	@Test
	void fencedOperationOfAnOlderEpochFailsAlone() {
		record(7, Stage.RUN);
		put("k", "v");
		run(new NodeCommand.RaiseFence(new Fence("s/1", 5)));
		NodeCommand<?> old = new NodeCommand.Put(List.of(entry("k", "old")), null, new Fence("s/1", 4));
		NodeCommand<?> young = new NodeCommand.Put(List.of(entry("k", "young")), null, new Fence("s/2", 4));
		for (Place place : Place.values()) {
			List<StepAnswer> answers = run(
					new MigrationCommand.Step(GUARD, place, List.of(operation(old), operation(young))));
			assertThat(answers.get(0).failure()).isInstanceOf(FencedOffException.class);
			assertThat(answers.get(1).kind()).isEqualTo(StepAnswer.Kind.DONE);
		}
		assertThat(value("k")).isEqualTo("young");
	}

	@Test
	void ttlOfOperationsIsKept() {
		record(7, Stage.RUN);
		NodeCommand<?> put = new NodeCommand.Put(List.of(entry("k", "v")), Duration.ofMillis(500), null);
		target(operation(put));
		target(operation(new NodeCommand.Increment(bytes("n"), 1, Duration.ofMillis(40), null)));
		assertThat(value("k")).isEqualTo("v");
		awaitGone("k");
		awaitGone("n");
	}

	@Test
	void keyMovesInFiveSteps() {
		record(7, Stage.RUN);
		put("k", "v");
		Peeked peeked = peek("k");
		run(new MigrationCommand.Stage(GUARD, List.of(new MigrationCommand.Staging("p:7:1", peeked.copy()))));
		assertThat(mark("k", peeked.copy(), "p:7:1")).isTrue();
		assertThat(value("k")).isNull();
		assertThat(peek("k").token()).isEqualTo("p:7:1");
		assertThat(source(get("k", null))).isEqualTo(StepAnswer.go("p:7:1"));
		run(new MigrationCommand.Promote(GUARD, false, List.of(move("k", "p:7:1"))));
		assertThat(value("k")).isEqualTo("v");
		run(new MigrationCommand.Unmark(GUARD, false, List.of(move("k", "other"))));
		assertThat(survey().moved()).hasSize(1);
		run(new MigrationCommand.Unmark(GUARD, false, List.of(move("k", "p:7:1"))));
		assertThat(survey().moved()).isEmpty();
	}

	@Test
	void whoeverIsSentWithATokenPutsTheCopyInForce() {
		record(7, Stage.RUN);
		run(new MigrationCommand.Stage(GUARD, List.of(staging("p:7:1", "8"))));
		assertThat(target(get("k", "p:7:2")).<List<byte[]>>answer().get(0)).isNull();
		assertThat(target(get("k", null)).<List<byte[]>>answer().get(0)).isNull();
		Operation increment = new Operation(new NodeCommand.Increment(bytes("k"), 5, null), "p:7:1");
		assertThat(target(increment).<Long>answer()).isEqualTo(13);
		assertThat(target(increment).<Long>answer()).isEqualTo(18);
		assertThat(survey().staged()).isEmpty();
	}

	@Test
	void promotingTwiceIsPromotingOnce() {
		record(7, Stage.RUN);
		run(new MigrationCommand.Stage(GUARD, List.of(staging("p:7:1", "8"))));
		run(new MigrationCommand.Promote(GUARD, false, List.of(move("k", "p:7:1"))));
		target(delete("k"));
		run(new MigrationCommand.Promote(GUARD, false, List.of(move("k", "p:7:1"))));
		assertThat(value("k")).isNull();
	}

	@Test
	void valueThatHasChangedIsNotMarked() {
		record(7, Stage.RUN);
		put("k", "v");
		KeyCopy seen = peek("k").copy();
		put("k", "w");
		assertThat(mark("k", seen, "p:7:1")).isFalse();
		assertThat(value("k")).isEqualTo("w");
		run(new NodeCommand.Delete(keys("k"), null));
		assertThat(mark("k", seen, "p:7:1")).isFalse();
		assertThat(peek("k")).isEqualTo(Peeked.ABSENT);
	}

	@Test
	void expiryThatHasChangedIsNotMarked() {
		record(7, Stage.RUN);
		run(new NodeCommand.Put(List.of(entry("k", "v")), Duration.ofMinutes(10), null));
		KeyCopy seen = peek("k").copy();
		assertThat(seen.remaining()).isBetween(590_000L, 600_000L);
		put("k", "v");
		assertThat(mark("k", seen, "p:7:1")).isFalse();
		KeyCopy lasting = peek("k").copy();
		assertThat(lasting.remaining()).isEqualTo(KeyCopy.NEVER);
		run(new NodeCommand.Expire(bytes("k"), Duration.ofMinutes(10), null));
		assertThat(mark("k", lasting, "p:7:1")).isFalse();
		assertThat(mark("k", peek("k").copy(), "p:7:1")).isTrue();
	}

	@Test
	void copyKeepsItsTime() {
		record(7, Stage.RUN);
		KeyCopy copy = new KeyCopy(KeyCopy.Kind.STRING, bytes("v"), 99, 500);
		run(new MigrationCommand.Stage(GUARD, List.of(new MigrationCommand.Staging("p:7:1", copy))));
		run(new MigrationCommand.Promote(GUARD, false, List.of(move("k", "p:7:1"))));
		assertThat(value("k")).isEqualTo("v");
		awaitGone("k");
	}

	@Test
	void copyThatIsNotPromotedExpiresToo() {
		record(7, Stage.RUN);
		KeyCopy copy = new KeyCopy(KeyCopy.Kind.STRING, bytes("v"), 99, 20);
		run(new MigrationCommand.Stage(GUARD, List.of(new MigrationCommand.Staging("p:7:1", copy))));
		run(new NodeCommand.Put(List.of(entry("canary", "v")), Duration.ofMillis(40), null));
		awaitGone("canary");
		run(new MigrationCommand.Promote(GUARD, false, List.of(move("k", "p:7:1"))));
		assertThat(value("k")).isNull();
	}

	@Test
	void surveyTellsWhatIsThereOfThePool() {
		record(7, Stage.RUN);
		for (int i = 0; i < 500; i++) {
			put("a" + i, "v");
		}
		put("b", "v");
		put("a-moved", "v");
		mark("a-moved", peek("a-moved").copy(), "p:7:1");
		run(new MigrationCommand.Stage(GUARD, List.of(staging("p:7:2", "v"), staging("other:7:3", "v"))));
		SurveyPage all = survey("a", 50);
		assertThat(new HashSet<>(all.keys().stream().map(NodeMigrationContractTests::text).toList())).hasSize(500)
			.doesNotContain("b", "a-moved");
		assertThat(all.moved()).singleElement()
			.satisfies((mark) -> assertThat(text(mark.key())).isEqualTo("a-moved"))
			.satisfies((mark) -> assertThat(mark.token()).isEqualTo("p:7:1"));
		assertThat(all.staged()).containsExactly("p:7:2");
		assertThat(survey("b", 50).moved()).isEmpty();
	}

	@Test
	void replacementsAndLooksAreStepsToo() {
		record(7, Stage.RUN);
		String text = "7=x\u0000-";
		put("k", text);
		assertThat(source(replace("k", "other", "new")).<Boolean>answer()).isFalse();
		assertThat(source(look("k")).<Looked>answer().value()).isEqualTo(bytes(text));
		assertThat(source(replace("k", text, "\u0000new")).<Boolean>answer()).isTrue();
		assertThat(value("k")).isEqualTo("\u0000new");
		assertThat(source(replace("k", "\u0000new", null)).<Boolean>answer()).isTrue();
		assertThat(source(replace("k", "x", "y")).kind()).isEqualTo(StepAnswer.Kind.GO);
		assertThat(source(look("k")).kind()).isEqualTo(StepAnswer.Kind.GO);
		assertThat(target(look("k")).<Looked>answer().value()).isNull();
		assertThat(target(replace("k", "x", "y")).<Boolean>answer()).isFalse();
		run(new MigrationCommand.Stage(GUARD, List.of(staging("p:7:1", ""))));
		assertThat(target(new Operation(
				new NodeCommand.Replace(bytes("k"), bytes(""), bytes("z"), Duration.ofHours(1), null), "p:7:1"))
			.<Boolean>answer()).isTrue();
		assertThat(target(look("k")).<Looked>answer()).satisfies((looked) -> {
			assertThat(text(looked.value())).isEqualTo("z");
			assertThat(looked.remaining()).isBetween(3_540_000L, 3_600_000L);
		});
	}

	@Test
	void leasesAndNotesAreSurveyedWithTheirKeys() {
		record(7, Stage.RUN);
		put("a1", "v");
		put("sm:lease:a1", "v");
		put("sm:loaded:a1", "v");
		put("sm:lease:a2", "v");
		put("sm:lease:b", "v");
		mark("sm:lease:a2", peek("sm:lease:a2").copy(), "p:7:1");
		SurveyPage found = survey("a", 50);
		assertThat(found.keys().stream().map(NodeMigrationContractTests::text))
			.contains("a1", "sm:lease:a1", "sm:loaded:a1")
			.doesNotContain("sm:lease:b", "sm:lease:a2");
		assertThat(found.moved()).singleElement()
			.satisfies((mark) -> assertThat(text(mark.key())).isEqualTo("sm:lease:a2"));
		assertThat(survey("", 2).keys().stream().map(NodeMigrationContractTests::text)).contains("sm:lease:b");
	}

	@Test
	void sizeIsEstimated() {
		for (int i = 0; i < 30; i++) {
			put("a" + i, "value");
			put("b" + i, "value");
		}
		NodeSize own = run(new MigrationCommand.Measure(bytes("a")));
		assertThat(own.keys()).isEqualTo(30);
		assertThat(own.bytes()).isBetween(30 * 6L, 30 * 500L);
		assertThat(run(new MigrationCommand.Measure(new byte[0])).keys()).isEqualTo(60);
		assertThat(run(new MigrationCommand.Measure(bytes("none")))).isEqualTo(new NodeSize(0, 0L));
	}

	@Test
	void discardingNeedsThatNothingMoves() {
		record(7, Stage.RUN);
		put("k", "v");
		put("moved", "v");
		mark("moved", peek("moved").copy(), "p:7:1");
		run(new MigrationCommand.Stage(GUARD, List.of(staging("p:7:2", "v"))));
		assertRefused(new MigrationCommand.Discard(GUARD, keys("k", "moved"), List.of("p:7:2")));
		record(8, Stage.PREP);
		run(new MigrationCommand.Discard(new Guard("p", 8), keys("k", "moved"), List.of("p:7:2")));
		assertThat(value("k")).isNull();
		assertThat(survey().moved()).isEmpty();
		assertThat(survey().staged()).isEmpty();
	}

	@Test
	void fencesAreToldAndOnlyRise() {
		run(new MigrationCommand.RaiseFences(List.of(new Fence("s/1", 5), new Fence("s/2", 6))));
		run(new MigrationCommand.RaiseFences(List.of(new Fence("s/1", 4), new Fence("s/2", 7))));
		Set<Fence> fences = new HashSet<>();
		String cursor = ScanPage.START;
		do {
			FencePage page = run(new MigrationCommand.ListFences(cursor));
			fences.addAll(page.fences());
			cursor = page.cursor();
		}
		while (!cursor.equals(ScanPage.END));
		assertThat(fences).contains(new Fence("s/1", 5), new Fence("s/2", 7));
		assertThatExceptionOfType(FencedOffException.class)
			.isThrownBy(() -> run(new NodeCommand.RaiseFence(new Fence("s/2", 6))));
	}

	@Test
	void drainAnswersOnceAllIsDone() {
		for (int i = 0; i < 100; i++) {
			this.node.execute(new NodeCommand.Increment(bytes("n"), 1, null));
		}
		assertThat(run(new MigrationCommand.Drain())).isTrue();
		assertThat(value("n")).isEqualTo("100");
	}

	protected final <R> R run(NodeCommand<R> command) {
		try {
			return this.node.execute(command).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	protected final NodeRecord record(long m, Stage stage) {
		return run(new MigrationCommand.RaiseRecord("p", new NodeRecord(m, stage, "f")));
	}

	protected final Peeked peek(String key) {
		return run(new MigrationCommand.Peek(GUARD, keys(key))).get(0);
	}

	protected final boolean mark(String key, KeyCopy seen, String token) {
		return run(new MigrationCommand.Mark(GUARD, List.of(marking(key, seen, token)))).get(0);
	}

	private StepAnswer source(Operation operation) {
		return run(new MigrationCommand.Step(GUARD, Place.SOURCE, List.of(operation))).get(0);
	}

	private StepAnswer target(Operation operation) {
		return run(new MigrationCommand.Step(GUARD, Place.TARGET, List.of(operation))).get(0);
	}

	private SurveyPage survey() {
		return survey("", 1000);
	}

	private SurveyPage survey(String prefix, int count) {
		List<byte[]> keys = new ArrayList<>();
		List<KeyMove> moved = new ArrayList<>();
		List<String> staged = new ArrayList<>();
		String cursor = ScanPage.START;
		do {
			SurveyPage page = run(new MigrationCommand.Survey("p", cursor, bytes(prefix), count));
			keys.addAll(page.keys());
			moved.addAll(page.moved());
			staged.addAll(page.staged());
			cursor = page.cursor();
		}
		while (!cursor.equals(ScanPage.END));
		return new SurveyPage(cursor, keys, moved, staged);
	}

	private void assertRefused(NodeCommand<?> command) {
		assertThatExceptionOfType(PhaseMismatchException.class).isThrownBy(() -> run(command));
	}

	private void awaitGone(String key) {
		await().pollInterval(Duration.ofMillis(10)).until(() -> {
			elapse(Duration.ofMillis(20));
			return value(key) == null;
		});
	}

	private void put(String key, String value) {
		run(new NodeCommand.Put(List.of(entry(key, value)), null, null));
	}

	private String value(String key) {
		return Optional.ofNullable(run(NodeCommand.Get.of(bytes(key))).get(0))
			.map(NodeMigrationContractTests::text)
			.orElse(null);
	}

	private static Operation operation(NodeCommand<?> command) {
		return new Operation(command, null);
	}

	private static Operation get(String key, String token) {
		return new Operation(NodeCommand.Get.of(bytes(key)), token);
	}

	private static Operation replace(String key, String expected, String value) {
		return operation(new NodeCommand.Replace(bytes(key), bytes(expected), (value != null) ? bytes(value) : null,
				null, null));
	}

	private static Operation look(String key) {
		return operation(new NodeCommand.Look(bytes(key)));
	}

	private static Operation increment(String key) {
		return operation(new NodeCommand.Increment(bytes(key), 5, null));
	}

	private static Operation putOperation(String key, String value) {
		return operation(NodeCommand.Put.of(bytes(key), bytes(value)));
	}

	private static Operation nx(String key, String value) {
		return operation(new NodeCommand.PutIfAbsent(entry(key, value), null, null));
	}

	private static Operation delete(String key) {
		return operation(new NodeCommand.Delete(keys(key), null));
	}

	private static KeyCopy copy(String value) {
		return new KeyCopy(KeyCopy.Kind.STRING, bytes(value), KeyCopy.NEVER, KeyCopy.NEVER);
	}

	private static MigrationCommand.Staging staging(String token, String value) {
		return new MigrationCommand.Staging(token, copy(value));
	}

	private static MigrationCommand.Marking marking(String key, KeyCopy seen, String token) {
		return new MigrationCommand.Marking(bytes(key), seen, token);
	}

	private static KeyMove move(String key, String token) {
		return new KeyMove(bytes(key), token);
	}

	private static KeyValue entry(String key, String value) {
		return new KeyValue(bytes(key), bytes(value));
	}

	private static List<byte[]> keys(String... keys) {
		return List.of(keys).stream().map(NodeMigrationContractTests::bytes).toList();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
