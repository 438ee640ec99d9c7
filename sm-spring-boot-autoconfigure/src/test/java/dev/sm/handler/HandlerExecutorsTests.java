package dev.sm.handler;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandlerExecutorsTests {

	@Test
	void threadsDoNotKeepTheJvmAlive() {
		Thread thread = CompletableFuture.supplyAsync(Thread::currentThread, HandlerExecutors.create("sm-test-"))
			.join();
		assertThat(thread.isDaemon()).isTrue();
		assertThat(thread.getName()).startsWith("sm-test-");
	}

	@Test
	void threadsAreVirtualWhereTheJvmHasThem() {
		String kind = CompletableFuture
			.supplyAsync(() -> Thread.currentThread().getClass().getSimpleName(), HandlerExecutors.create("sm-test-"))
			.join();
		assertThat(kind).isEqualTo((Runtime.version().feature() >= 21) ? "VirtualThread" : "Thread");
	}

}
