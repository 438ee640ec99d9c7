package dev.sm.storage.jdbc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeStorage;

/**
 * A node that is a database.
 */
final class JdbcNode implements NodeStorage {

	private final String id;

	private final JdbcConnections connections;

	private final JdbcDriver driver;

	private final JdbcErrors errors;

	JdbcNode(String id, JdbcConnections connections, JdbcDriver driver, JdbcErrors errors) {
		this.id = id;
		this.connections = connections;
		this.driver = driver;
		this.errors = errors;
	}

	@Override
	public <R> CompletionStage<R> execute(NodeCommand<R> command) {
		CompletableFuture<R> answer = new CompletableFuture<>();
		this.driver.execute(command).whenComplete((value, error) -> {
			if (error != null) {
				answer.completeExceptionally(this.errors.translate(error));
			}
			else {
				answer.complete(value);
			}
		});
		return answer;
	}

	/**
	 * The database's own operations, a {@code JdbcOperations} with auto-commit and
	 * connections of its own.
	 */
	@Override
	public Object nativeOperations() {
		return this.connections.operations();
	}

	@Override
	public void close() {
		this.driver.close();
	}

	@Override
	public String toString() {
		return "JdbcNode[" + this.id + "]";
	}

}
