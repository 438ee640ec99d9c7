package dev.sm.cache.near;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sm.cache.NearCaching.NearStorage;
import dev.sm.cache.NearSettings;
import dev.sm.storage.KeyCopy;
import dev.sm.storage.KeyTracking;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.Looked;
import dev.sm.storage.TrackingStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every order in which answers and what the node tells may come.
 */
class NearNodeTests {

	private static final long SECOND = 1_000_000_000;

	private long now = -5 * SECOND;

	private final Node node = new Node();

	private CaffeineNearCaching caching;

	private NearStorage near;

	@BeforeEach
	void wrap() {
		this.caching = new CaffeineNearCaching(new NearSettings(100, Duration.ofSeconds(1)), () -> this.now);
		this.near = this.caching.of(this.node);
		this.node.tracking.began();
		this.node.values.put("k", "1");
	}

	@Test
	void readsOnce() {
		assertThat(read("k")).isEqualTo("1");
		assertThat(read("k")).isEqualTo("1");
		assertThat(this.node.asked).containsExactly("k");
		assertThat(this.caching.counts()).extracting("hits", "misses").containsExactly(1L, 1L);
	}

	@Test
	void keepsNothingBeforeTheWatch() {
		this.node.tracking.ended();
		read("k");
		this.node.tracking.began();
		this.node.values.put("k", "2");
		assertThat(read("k")).isEqualTo("2");
	}

	@Test
	void whatTheNodeTellsIsForgotten() {
		read("k");
		this.node.values.put("k", "2");
		this.node.tracking.changed(bytes("k"));
		assertThat(read("k")).isEqualTo("2");
	}

	@Test
	void aChangeThatIsToldBeforeTheAnswerIsSeenKeepsItOut() {
		CompletableFuture<String> reading = this.node.held(() -> get("k"));
		this.node.values.put("k", "2");
		this.node.tracking.changed(bytes("k"));
		this.node.answer();
		assertThat(reading.join()).isEqualTo("1");
		assertThat(read("k")).isEqualTo("2");
	}

	@Test
	void aWriteFromHereKeepsOutWhatIsBeingRead() {
		CompletableFuture<String> reading = this.node.held(() -> get("k"));
		this.near.execute(NodeCommand.Put.of(bytes("k"), bytes("2")));
		this.node.answer();
		assertThat(reading.join()).isEqualTo("1");
		assertThat(read("k")).isEqualTo("2");
	}

	@Test
	void aWriteIsForgottenBeforeItIsAnswered() {
		CompletableFuture<Boolean> written = this.node
			.held(() -> this.near.execute(NodeCommand.Put.of(bytes("k"), bytes("2"))).toCompletableFuture());
		// the node has executed the write only when it answers
		this.node.values.put("k", "1");
		read("k");
		this.node.values.put("k", "2");
		CompletableFuture<String> next = written.thenCompose((done) -> get("k"));
		this.node.answer();
		assertThat(next.join()).isEqualTo("2");
	}

	@Test
	void aLostConnectionDropsAllThatWasRead() {
		read("k");
		this.node.tracking.ended();
		this.node.values.put("k", "2");
		assertThat(read("k")).isEqualTo("2");
		this.node.tracking.began();
		assertThat(read("k")).isEqualTo("2");
		this.node.values.put("k", "3");
		assertThat(read("k")).as("kept in the new watch").isEqualTo("2");
		assertThat(this.caching.counts().losses()).isEqualTo(1);
	}

	@Test
	void anAnswerOfALostConnectionIsNotKept() {
		CompletableFuture<String> reading = this.node.held(() -> get("k"));
		this.node.tracking.ended();
		this.node.tracking.began();
		this.node.answer();
		reading.join();
		this.node.values.put("k", "2");
		assertThat(read("k")).isEqualTo("2");
	}

	@Test
	void everythingMayHaveChanged() {
		read("k");
		this.node.values.put("k", "2");
		this.node.tracking.allChanged();
		assertThat(read("k")).isEqualTo("2");
	}

	@Test
	void whenNothingIsHeardOfTheNodeItIsAskedAgain() {
		read("k");
		this.node.values.put("k", "2");
		this.now += SECOND - 1;
		assertThat(read("k")).isEqualTo("1");
		this.node.pings.clear();
		this.now += 1;
		assertThat(read("k")).isEqualTo("2");
	}

	@Test
	void asksNowAndThenSoThatValuesInUseStay() {
		read("k");
		for (int i = 0; i < 40; i++) {
			this.now += SECOND / 10;
			assertThat(read("k")).isEqualTo("1");
			this.node.pings.forEach((ping) -> ping.complete(true));
		}
		assertThat(this.node.asked).containsExactly("k");
		assertThat(this.node.pings).hasSizeBetween(10, 16);
	}

	@Test
	void aValueLivesNoLongerThanOnTheNode() {
		this.node.remaining = 300;
		read("k");
		this.node.values.remove("k");
		this.now += SECOND * 3 / 10 - 1;
		assertThat(read("k")).isEqualTo("1");
		this.now += 1;
		assertThat(read("k")).isNull();
	}

	@Test
	void ownersAskTheNode() {
		read("k");
		this.node.values.put("k", "2");
		assertThat(text(this.near.direct().execute(NodeCommand.Get.of(bytes("k")))).join()).isEqualTo("2");
		this.near.direct().execute(NodeCommand.Put.of(bytes("k"), bytes("3")));
		assertThat(read("k")).isEqualTo("3");
	}

	@Test
	void asksForWhatIsNotInMemoryOnly() {
		this.node.values.put("l", "L");
		read("k");
		List<byte[]> values = this.near.execute(new NodeCommand.Get(List.of(bytes("k"), bytes("l"), bytes("m"))))
			.toCompletableFuture()
			.join();
		assertThat(values.get(0)).isEqualTo(bytes("1"));
		assertThat(values.get(1)).isEqualTo(bytes("L"));
		assertThat(values.get(2)).isNull();
		assertThat(this.node.asked).containsExactly("k", "l", "m");
		assertThat(read("l")).isEqualTo("L");
		assertThat(this.node.asked).hasSize(3);
	}

	@Test
	void keepsSoManyAndNoMore() {
		for (int i = 0; i < 500; i++) {
			this.node.values.put("k" + i, "v");
			read("k" + i);
		}
		int before = this.node.asked.size();
		for (int i = 0; i < 500; i++) {
			read("k" + i);
		}
		assertThat(this.node.asked.size() - before).isBetween(380, 500);
	}

	private String read(String key) {
		return get(key).join();
	}

	private CompletableFuture<String> get(String key) {
		return text(this.near.execute(NodeCommand.Get.of(bytes(key))));
	}

	private static CompletableFuture<String> text(CompletionStage<List<byte[]>> answer) {
		return answer
			.thenApply((values) -> (values.get(0) != null) ? new String(values.get(0), StandardCharsets.UTF_8) : null)
			.toCompletableFuture();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** A node that executes at once, and answers when it is told to. */
	private static final class Node implements TrackingStorage {

		private final Map<String, String> values = new HashMap<>();

		private final List<String> asked = new ArrayList<>();

		private final List<CompletableFuture<Boolean>> pings = new ArrayList<>();

		private final List<Runnable> answers = new ArrayList<>();

		private KeyTracking tracking;

		private long remaining = KeyCopy.NEVER;

		private boolean hold;

		@Override
		public void track(KeyTracking tracking) {
			this.tracking = tracking;
		}

		private <T> CompletableFuture<T> held(java.util.function.Supplier<CompletableFuture<T>> request) {
			this.hold = true;
			CompletableFuture<T> answer = request.get();
			this.hold = false;
			return answer;
		}

		private void answer() {
			this.answers.forEach(Runnable::run);
		}

		@Override
		@SuppressWarnings("unchecked")
		public <R> CompletionStage<R> execute(NodeCommand<R> command) {
			CompletableFuture<Object> answer = new CompletableFuture<>();
			if (command instanceof NodeCommand.Ping) {
				CompletableFuture<Boolean> ping = new CompletableFuture<>();
				this.pings.add(ping);
				return (CompletionStage<R>) ping;
			}
			Object result = result(command);
			if (this.hold) {
				this.answers.add(() -> answer.complete(result));
			}
			else {
				answer.complete(result);
			}
			return (CompletionStage<R>) answer;
		}

		private Object result(NodeCommand<?> command) {
			if (command instanceof NodeCommand.GetTimed get) {
				return get.keys().stream().map((key) -> new Looked(value(key), this.remaining)).toList();
			}
			if (command instanceof NodeCommand.Get get) {
				List<byte[]> found = new ArrayList<>();
				get.keys().forEach((key) -> found.add(value(key)));
				return found;
			}
			NodeCommand.Put put = (NodeCommand.Put) command;
			put.entries()
				.forEach((entry) -> this.values.put(new String(entry.key(), StandardCharsets.UTF_8),
						new String(entry.value(), StandardCharsets.UTF_8)));
			return true;
		}

		private byte[] value(byte[] key) {
			String name = new String(key, StandardCharsets.UTF_8);
			this.asked.add(name);
			String value = this.values.get(name);
			return (value != null) ? bytes(value) : null;
		}

		@Override
		public Object nativeOperations() {
			return this.values;
		}

		@Override
		public void close() {
			this.tracking.ended();
		}

	}

}
