package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pools that fill are flat, and threads that are left behind are not.
 */
class ThreadCensusTests {

	private final Random random = new Random(18);

	/** Forty samples of a process with some threads that no pool has. */
	private Series samples(IntUnaryOperator leaked, String name, int pool) {
		Series threads = new Series("threads", 12);
		for (int sample = 0; sample < 40; sample++) {
			List<String> names = new ArrayList<>(Collections.nCopies(60 + this.random.nextInt(6), "main"));
			for (int i = 0; i < leaked.applyAsInt(sample); i++) {
				names.add(name + i);
			}
			names.addAll(Collections.nCopies(this.random.nextInt(pool + 1), "sm-raft-watch-7400"));
			names.addAll(Collections.nCopies(this.random.nextInt(pool + 1), "sm-raft-sender-"));
			names.addAll(Collections.nCopies(10 + sample, "http-nio-127.0."));
			threads.add(sample * 1.5, ThreadCensus.of(names).counted());
		}
		return threads;
	}

	@Test
	void poolsThatFillAreFlat() {
		assertThat(samples((sample) -> 0, "", 64).isFlat()).isTrue();
		assertThat(samples((sample) -> 0, "", 0).isFlat()).isTrue();
	}

	@Test
	void aThreadThatEachFaultLeavesIsSeen() {
		// an hour has some seventy faults
		assertThat(samples((sample) -> sample * 70 / 40, "forgotten-", 64).isFlat()).isFalse();
		assertThat(samples((sample) -> sample * 70 / 40, "forgotten-", 0).isFlat()).isFalse();
	}

	@Test
	void aPoolThatGrowsBeyondItsBoundIsSeen() {
		assertThat(samples((sample) -> 50 + sample * 70 / 40, "sm-raft-watch-", 0).isFlat()).isFalse();
	}

	@Test
	void groupsAreTold() {
		ThreadCensus census = ThreadCensus.of(List.of("a-1", "a-2", "b", "sm-raft-watch-7400"));
		assertThat(census).hasToString("a-* 2, b 1, sm-raft-watch-* 1");
		assertThat(census.pooled()).isEqualTo(1);
		assertThat(census.counted()).isEqualTo(3);
	}

	@Test
	void thisProcessIsCounted() throws IOException {
		assertThat(ThreadCensus.of(ProcessHandle.current().pid()).counted()).isGreaterThan(1);
	}

}
