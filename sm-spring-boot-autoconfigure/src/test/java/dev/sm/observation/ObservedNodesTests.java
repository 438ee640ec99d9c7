package dev.sm.observation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import dev.sm.docs.RecordedObservations;
import dev.sm.storage.KeyTracking;
import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeStorage;
import dev.sm.storage.NodeUnavailableException;
import dev.sm.storage.TrackingStorage;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ObservedNodesTests {

	private static final NodeCommand.Get GET = NodeCommand.Get.of("k".getBytes(StandardCharsets.UTF_8));

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final RecordedObservations recorded = new RecordedObservations();

	private final Node node = new Node();

	@Test
	void withoutObservationsANodeIsUsedAsItIs() {
		assertThat(new ObservedNodes(ObservationRegistry.NOOP).decorate("p", "n", Duration.ofSeconds(1), this.node))
			.isSameAs(this.node);
	}

	@Test
	void withoutHandlersTheAnswerIsTheNodesOwn() {
		assertThat(observed(Duration.ofSeconds(1)).execute(GET)).isSameAs(this.node.answer);
	}

	@Test
	void anObservationIsAChildAndEndsWithTheAnswer() {
		this.registry.observationConfig().observationHandler(this.recorded);
		Observation request = Observation.start("request", this.registry);
		request.scoped(() -> {
			observed(Duration.ofMinutes(1)).execute(GET);
			assertThat(this.node.current.get()).isNotSameAs(request).isNotNull();
		});
		assertThat(this.recorded.named("sm.cache.command")).isEmpty();
		this.node.answer.completeExceptionally(new NodeUnavailableException("gone", null));
		assertThat(this.recorded.named("sm.cache.command")).hasSize(1).allSatisfy((context) -> {
			assertThat(context.getParentObservation()).isSameAs(request);
			assertThat(context.getLowCardinalityKeyValue("outcome").getValue()).isEqualTo("unavailable");
			assertThat(context.getError()).hasMessage("gone");
		});
	}

	@Test
	void anObservationEndsWhenNobodyWaitsAnyLonger() {
		this.registry.observationConfig().observationHandler(this.recorded);
		CompletionStage<?> answer = observed(Duration.ofMillis(20)).execute(GET);
		Awaitility.await().until(() -> this.recorded.named("sm.cache.command").size() == 1);
		assertThat(answer.toCompletableFuture()).isNotDone();
	}

	@Test
	void whatSmSendsForItsOwnSakeIsNotObserved() {
		this.registry.observationConfig().observationHandler(this.recorded);
		observed(Duration.ofSeconds(1)).execute(new NodeCommand.Ping());
		this.node.answer.complete(null);
		assertThat(this.recorded.named("sm.cache.command")).isEmpty();
	}

	@Test
	void aNodeThatTellsOfChangesStillDoes() {
		NodeStorage tracking = new ObservedNodes(this.registry).decorate("p", "n", Duration.ofSeconds(1),
				new TrackingNode());
		assertThat(tracking).isInstanceOf(TrackingStorage.class);
	}

	private NodeStorage observed(Duration timeout) {
		return new ObservedNodes(this.registry).decorate("p", "n", timeout, this.node);
	}

	private class Node implements NodeStorage {

		private final CompletableFuture<Object> answer = new CompletableFuture<>();

		private final AtomicReference<Observation> current = new AtomicReference<>();

		@Override
		@SuppressWarnings("unchecked")
		public <R> CompletionStage<R> execute(NodeCommand<R> command) {
			this.current.set(ObservedNodesTests.this.registry.getCurrentObservation());
			return (CompletionStage<R>) this.answer;
		}

		@Override
		public Object nativeOperations() {
			return this;
		}

		@Override
		public void close() {
			this.answer.cancel(false);
		}

	}

	private final class TrackingNode extends Node implements TrackingStorage {

		@Override
		public void track(KeyTracking tracking) {
			throw new UnsupportedOperationException();
		}

	}

}
