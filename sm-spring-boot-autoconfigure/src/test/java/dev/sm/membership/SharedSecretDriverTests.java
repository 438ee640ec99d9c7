package dev.sm.membership;

import java.util.List;

import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.local.LocalCoordinationStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class SharedSecretDriverTests {

	private static final String KEY = "/sm/orders/secret";

	private final CoordinationStore store = LocalCoordinationStore.shared("secrets-" + System.identityHashCode(this));

	private final SharedSecretDriver first = new SharedSecretDriver(this.store, KEY);

	private final SharedSecretDriver second = new SharedSecretDriver(this.store, KEY);

	@AfterEach
	void close() {
		this.first.close();
		this.second.close();
		this.store.close();
	}

	@Test
	void allShareOne() {
		start();
		assertThat(this.first.secrets()).hasSize(1).isEqualTo(this.second.secrets());
		assertThat(this.first.secrets().get(0)).hasSizeGreaterThan(40);
	}

	@Test
	void allShareAnotherWhenTheStoreHasLostIt() {
		start();
		String before = this.first.secrets().get(0);
		this.store.commit(Transaction.builder().delete(KEY).build()).toCompletableFuture().join();
		Awaitility.await().until(() -> this.first.secrets().size() == 2 && this.second.secrets().size() == 2);
		assertThat(this.first.secrets()).isEqualTo(this.second.secrets()).element(1).isEqualTo(before);
	}

	@Test
	void whatIsNoSecretIsReplaced() {
		this.store.commit(Transaction.builder().put(KEY, "short").build()).toCompletableFuture().join();
		start();
		assertThat(this.first.secrets()).doesNotContain("short").isEqualTo(this.second.secrets());
	}

	private void start() {
		List.of(this.first, this.second).forEach(SharedSecretDriver::start);
		Awaitility.await().until(() -> !this.first.secrets().isEmpty() && !this.second.secrets().isEmpty());
	}

}
