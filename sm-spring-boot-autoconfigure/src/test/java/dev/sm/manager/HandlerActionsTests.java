package dev.sm.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.sm.shard.Shard;
import dev.sm.shard.ShardLoad;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandlerActionsTests {

	private final List<ServiceEvent> posted = new ArrayList<>();

	private final List<String> calls = new ArrayList<>();

	@Test
	void invocationIsAnsweredUnderItsId() {
		handler(Runnable::run).perform(new ServiceAction.Invoke(42, ServiceAction.Call.ADD, TestShard.held("7"), null));
		assertThat(this.calls).containsExactly("add 7");
		assertThat(this.posted).containsExactly(new ServiceEvent.InvocationDone(42, null));
	}

	@Test
	void refusedInvocationIsAnsweredToo() {
		handler((task) -> {
			throw new RejectedExecutionException("full");
		}).perform(new ServiceAction.Invoke(42, ServiceAction.Call.ADD, TestShard.held("7"), null));
		assertThat(this.posted)
			.containsExactly(new ServiceEvent.InvocationDone(42, "the executor of handlers refused the call: full"));
	}

	@Test
	void invocationThatIsInterruptedBeforeItBeganIsAnsweredWhenItIsItsTurn() {
		List<Runnable> waiting = new ArrayList<>();
		HandlerActions handler = handler(waiting::add);
		handler.perform(new ServiceAction.Invoke(42, ServiceAction.Call.ADD, TestShard.held("7"), null));
		handler.perform(new ServiceAction.Interrupt(42));
		assertThat(this.posted).isEmpty();
		waiting.forEach(Runnable::run);
		assertThat(this.calls).isEmpty();
		assertThat(this.posted).containsExactly(new ServiceEvent.InvocationDone(42, "given up before it began"));
	}

	@Test
	void interruptOfAnUnknownInvocationDoesNothing() {
		assertThat(handler(Runnable::run).perform(new ServiceAction.Interrupt(42))).isTrue();
		assertThat(this.posted).isEmpty();
	}

	@Test
	void loadsAreMeasured() {
		handler(Runnable::run).perform(new ServiceAction.MeasureLoads(List.of(TestShard.held("7"))));
		assertThat(this.posted).containsExactly(new ServiceEvent.LoadsMeasured(Map.of("7", ShardLoad.of(17))));
	}

	@Test
	void otherActionsAreLeftToOthers() {
		assertThat(handler(Runnable::run).perform(new ServiceAction.Ready())).isFalse();
	}

	private HandlerActions handler(Executor executor) {
		return new HandlerActions("p1", ServiceSettings.of("orders", 8), new ShardCallback() {

			@Override
			public void add(Shard shard) {
				HandlerActionsTests.this.calls.add("add " + shard.id());
			}

			@Override
			public void drop(Shard shard) {
			}

			@Override
			public ShardLoad load(Shard shard) {
				return ShardLoad.of(10 + Integer.parseInt(shard.id()));
			}

		}, executor, () -> 0, this.posted::add);
	}

}
