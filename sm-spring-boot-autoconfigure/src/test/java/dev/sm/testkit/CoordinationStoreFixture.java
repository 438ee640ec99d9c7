package dev.sm.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sm.coordination.CommitResult;
import dev.sm.coordination.CoordinationStore;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Session;
import dev.sm.coordination.Transaction;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What an adapter says about itself, and the few verbs that the contract is told in.
 */
abstract class CoordinationStoreFixture {

	/**
	 * Every test has keys of its own, so the store may be shared and need not be empty.
	 */
	final String root = "/contract/" + UUID.randomUUID();

	private final List<CoordinationStore> opened = new ArrayList<>();

	CoordinationStore store;

	/**
	 * Opens the store anew; all that are opened during one test see the same keys.
	 * @return a store, which the test closes
	 */
	protected abstract CoordinationStore open();

	/**
	 * The shortest time to live that the tests may ask for.
	 * @return the time to live
	 */
	protected Duration ttl() {
		return Duration.ofSeconds(1);
	}

	/**
	 * How long after its time to live a session is seen as ended at the latest, and how
	 * long anything else may take to be seen.
	 * @return a generous bound
	 */
	protected Duration patience() {
		return Duration.ofSeconds(20);
	}

	@BeforeEach
	void openStore() {
		this.store = another();
	}

	@AfterEach
	void closeStores() {
		this.opened.forEach(CoordinationStore::close);
	}

	CoordinationStore another() {
		CoordinationStore another = open();
		this.opened.add(another);
		return another;
	}

	String key(String path) {
		return this.root + path;
	}

	<T> T answer(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(patience().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new AssertionError("a stage must fail with a CoordinationException", ex);
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError("no answer within " + patience(), ex);
		}
	}

	ConditionFactory eventually() {
		return Awaitility.await().atMost(patience()).pollInterval(Duration.ofMillis(20));
	}

	Session openSession() {
		return answer(this.store.openSession(ttl()));
	}

	Session openLongSession() {
		return answer(this.store.openSession(Duration.ofSeconds(60)));
	}

	CommitResult commit(Transaction.Builder transaction) {
		return answer(this.store.commit(transaction.build()));
	}

	long put(String path, String value) {
		return put(path, value, null);
	}

	long put(String path, String value, String sessionId) {
		return commit(Transaction.builder().put(key(path), value, sessionId)).revision();
	}

	long delete(String path) {
		return commit(Transaction.builder().delete(key(path))).revision();
	}

	Entry get(String path) {
		return answer(this.store.get(key(path)));
	}

	List<Entry> list(String path) {
		return answer(this.store.list(key(path))).entries();
	}

}
