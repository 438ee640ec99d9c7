package dev.sm.manager;

import java.util.Collections;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.sm.coordination.Transaction;
import dev.sm.coordination.local.LocalCoordinationStore;
import dev.sm.testkit.SwitchableStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoreActionsTests {

	private final SwitchableStore store = new SwitchableStore(
			LocalCoordinationStore.shared("actions-" + UUID.randomUUID()));

	private final List<ServiceEvent> posted = Collections.synchronizedList(new ArrayList<>());

	private final StoreActions actions = new StoreActions(this.store, this.posted::add);

	@AfterEach
	void close() {
		this.actions.close();
		this.store.close();
	}

	@Test
	void listIsAnsweredUnderItsId() {
		this.actions.perform(new ServiceAction.ListKeys(42, "/sm"));
		assertThat(this.posted).singleElement()
			.isInstanceOfSatisfying(ServiceEvent.Listed.class,
					(listed) -> assertThat(listed.requestId()).isEqualTo(42));
	}

	@Test
	void commitIsAnsweredUnderItsId() {
		this.actions.perform(new ServiceAction.Commit(42, Transaction.builder().put("/sm/k", "v").build()));
		assertThat(this.posted).singleElement().isInstanceOfSatisfying(ServiceEvent.Committed.class, (committed) -> {
			assertThat(committed.requestId()).isEqualTo(42);
			assertThat(committed.result().applied()).isTrue();
		});
	}

	@Test
	void failuresAreAnswers() {
		this.store.cut();
		this.actions.perform(new ServiceAction.ListKeys(1, "/sm"));
		this.actions.perform(new ServiceAction.Commit(2, Transaction.builder().put("/sm/k", "v").build()));
		assertThat(this.posted).containsExactly(new ServiceEvent.ListFailed(1, "the store is away"),
				new ServiceEvent.CommitFailed(2, "the store is away"));
	}

	@Test
	void whatARequestThrowsIsAnAnswer() {
		this.actions.perform(new ServiceAction.ListKeys(1, "no path"));
		assertThat(this.posted).singleElement().isInstanceOf(ServiceEvent.ListFailed.class);
	}

	@Test
	void watchTellsUntilItIsClosed() {
		long revision = this.store.list("/sm").toCompletableFuture().join().revision();
		this.actions.perform(new ServiceAction.Watch(7, "/sm", revision));
		put("/sm/one");
		Awaitility.await().until(() -> watched() == 1);
		this.actions.perform(new ServiceAction.Unwatch(7));
		this.actions.perform(new ServiceAction.Watch(8, "/sm/two", revision));
		put("/sm/two");
		Awaitility.await().until(() -> watched() == 2);
		assertThat(this.posted).last()
			.isInstanceOfSatisfying(ServiceEvent.Watched.class,
					(watched) -> assertThat(watched.watchId()).isEqualTo(8));
	}

	@Test
	void watchThatCannotBeginIsAGap() {
		this.actions.perform(new ServiceAction.Watch(7, "no path", 0));
		assertThat(this.posted).singleElement()
			.isInstanceOfSatisfying(ServiceEvent.Gap.class, (gap) -> assertThat(gap.watchId()).isEqualTo(7));
	}

	@Test
	void otherActionsAreLeftToOthers() {
		assertThat(this.actions.perform(new ServiceAction.Ready())).isFalse();
	}

	private void put(String key) {
		this.store.commit(Transaction.builder().put(key, "v").build()).toCompletableFuture().join();
	}

	private long watched() {
		return List.copyOf(this.posted).stream().filter(ServiceEvent.Watched.class::isInstance).count();
	}

}
