package dev.sm.coordination.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadBarrierTests {

	private final List<CompletableFuture<Outcome>> decisions = new ArrayList<>();

	private final ReadBarrier barrier = new ReadBarrier(this::decide);

	private CompletableFuture<Outcome> decide() {
		CompletableFuture<Outcome> decision = new CompletableFuture<>();
		this.decisions.add(decision);
		return decision;
	}

	@Test
	void whoComesMeanwhileWaitsForTheNextEntry() {
		CompletableFuture<Long> first = this.barrier.pass();
		CompletableFuture<Long> second = this.barrier.pass();
		CompletableFuture<Long> third = this.barrier.pass();
		assertThat(this.decisions).hasSize(1);
		this.decisions.get(0).complete(Outcome.of(true, 7));
		assertThat(first).isCompletedWithValue(7L);
		assertThat(second).isNotDone();
		assertThat(this.decisions).hasSize(2);
		this.decisions.get(1).complete(Outcome.of(true, 8));
		assertThat(second).isCompletedWithValue(8L);
		assertThat(third).isCompletedWithValue(8L);
		assertThat(this.decisions).hasSize(2);
	}

	@Test
	void oneThatIsNotDecidedHarmsNobodyElse() {
		CompletableFuture<Long> first = this.barrier.pass();
		CompletableFuture<Long> second = this.barrier.pass();
		this.decisions.get(0).completeExceptionally(new IllegalStateException("no majority"));
		assertThat(first).isCompletedExceptionally();
		assertThat(this.barrier.obstacle()).isEqualTo("no majority");
		this.decisions.get(1).complete(Outcome.of(true, 9));
		assertThat(second).isCompletedWithValue(9L);
		CompletableFuture<Long> later = this.barrier.pass();
		this.decisions.get(2).complete(Outcome.of(true, 10));
		assertThat(later).isCompletedWithValue(10L);
	}

}
