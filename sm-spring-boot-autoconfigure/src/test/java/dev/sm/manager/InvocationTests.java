package dev.sm.manager;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.sm.shard.Shard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InvocationTests {

	private final List<@Nullable String> done = Collections.synchronizedList(new ArrayList<>());

	private final List<Throwable> failures = new ArrayList<>();

	@Test
	void returnIsToldWithoutError() {
		invocation(ServiceAction.Call.ADD, (shard) -> {
		}).run();
		assertThat(this.done).containsExactly((String) null);
	}

	@Test
	void whatIsThrownIsTold() {
		invocation(ServiceAction.Call.ADD, (shard) -> {
			throw new IOException("no disk");
		}).run();
		assertThat(this.done).containsExactly("IOException: no disk");
		assertThat(this.failures).hasSize(1);
	}

	@Test
	void errorsAreToldToo() {
		invocation(ServiceAction.Call.ADD, (shard) -> {
			throw new StackOverflowError();
		}).run();
		assertThat(this.done).containsExactly("StackOverflowError: StackOverflowError");
	}

	@Test
	void interruptReachesTheHandler() throws Exception {
		CountDownLatch began = new CountDownLatch(1);
		Invocation invocation = invocation(ServiceAction.Call.ADD, (shard) -> {
			began.countDown();
			new CountDownLatch(1).await();
		});
		Thread thread = new Thread(invocation);
		thread.start();
		assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
		invocation.interrupt();
		thread.join(10_000);
		assertThat(this.done).singleElement().asString().startsWith("InterruptedException");
	}

	@Test
	void interruptIsGoneWhenTheCallIsOver() {
		Invocation[] self = new Invocation[1];
		self[0] = invocation(ServiceAction.Call.ADD, (shard) -> self[0].interrupt());
		self[0].run();
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void lateInterruptHarmsNobody() {
		Invocation invocation = invocation(ServiceAction.Call.ADD, (shard) -> {
		});
		invocation.run();
		invocation.interrupt();
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void addThatWasGivenUpBeforeItBeganIsSkipped() {
		Invocation invocation = invocation(ServiceAction.Call.ADD, (shard) -> {
			throw new AssertionError("must not be called");
		});
		invocation.interrupt();
		invocation.run();
		assertThat(this.done).containsExactly("given up before it began");
	}

	@Test
	void dropThatWasGivenUpBeforeItBeganIsCalled() {
		Invocation invocation = invocation(ServiceAction.Call.DROP, (shard) -> {
			throw new IOException("called");
		});
		invocation.interrupt();
		invocation.run();
		assertThat(this.done).containsExactly("IOException: called");
	}

	private Invocation invocation(ServiceAction.Call call, Handler handler) {
		return new Invocation(new ServiceAction.Invoke(1, call, TestShard.held("7"), null), handler, this.failures::add,
				(error, state) -> this.done.add(error));
	}

	/**
	 * Does the same for adds and drops.
	 */
	private interface Handler extends ShardCallback {

		@Override
		default void drop(Shard shard) throws Exception {
			add(shard);
		}

	}

}
