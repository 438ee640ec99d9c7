package dev.sm.membership;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class LoopDriverTests {

	private final LoopDriver loop = new LoopDriver("sm-loop-test");

	private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

	@AfterEach
	void close() {
		this.loop.close();
	}

	@Test
	void tasksRunOnOneNamedDaemonThread() {
		Thread one = CompletableFuture.supplyAsync(Thread::currentThread, this.loop).join();
		Thread two = CompletableFuture.supplyAsync(Thread::currentThread, this.loop).join();
		assertThat(one).isSameAs(two);
		assertThat(one.isDaemon()).isTrue();
		assertThat(one.getName()).isEqualTo("sm-loop-test");
	}

	@Test
	void taskThatThrowsHarmsNoOther() {
		this.loop.execute(() -> {
			throw new IllegalStateException("expected by a test");
		});
		CompletableFuture.runAsync(() -> this.ran.add("after"), this.loop).join();
		assertThat(this.ran).containsExactly("after");
	}

	@Test
	void tasksHandedOverBeforeTheCloseRun() {
		for (int i = 0; i < 100; i++) {
			String name = Integer.toString(i);
			this.loop.execute(() -> this.ran.add(name));
		}
		this.loop.close(TimeUnit.SECONDS.toNanos(10));
		assertThat(this.ran).hasSize(100);
	}

	@Test
	void taskAfterTheCloseIsIgnored() {
		this.loop.close();
		assertThatCode(() -> this.loop.execute(() -> this.ran.add("late"))).doesNotThrowAnyException();
	}

	@Test
	void wakeUpRunsWhenItIsTime() {
		long at = this.loop.now() + TimeUnit.MILLISECONDS.toNanos(20);
		CompletableFuture<Long> firedAt = new CompletableFuture<>();
		LoopDriver.WakeUp wakeUp = this.loop.wakeUp(() -> firedAt.complete(this.loop.now()));
		this.loop.execute(() -> wakeUp.set(OptionalLong.of(at), 0));
		assertThat(firedAt.join() - at).isNotNegative();
	}

	@Test
	void wakeUpInThePastKeepsTheLeastDelay() {
		long before = this.loop.now();
		CompletableFuture<Long> firedAt = new CompletableFuture<>();
		LoopDriver.WakeUp wakeUp = this.loop.wakeUp(() -> firedAt.complete(this.loop.now()));
		this.loop.execute(() -> wakeUp.set(OptionalLong.of(before - 1), TimeUnit.MILLISECONDS.toNanos(20)));
		assertThat(firedAt.join() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
	}

	@Test
	void wakeUpThatWasClearedDoesNotRun() {
		LoopDriver.WakeUp cleared = this.loop.wakeUp(() -> this.ran.add("cleared"));
		LoopDriver.WakeUp later = this.loop.wakeUp(() -> this.ran.add("later"));
		this.loop.execute(() -> {
			cleared.set(OptionalLong.of(this.loop.now() + TimeUnit.MILLISECONDS.toNanos(20)), 0);
			later.set(OptionalLong.of(this.loop.now() + TimeUnit.MILLISECONDS.toNanos(40)), 0);
			cleared.set(OptionalLong.empty(), 0);
		});
		Awaitility.await().until(() -> this.ran.contains("later"));
		assertThat(this.ran).containsExactly("later");
	}

}
