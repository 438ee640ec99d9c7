package dev.sm.observation;

import java.util.concurrent.CompletionStage;

import dev.sm.storage.NodeCommand;
import dev.sm.storage.NodeStorage;

/**
 * A node whose commands are observed.
 *
 * @param <S> the kind of node
 */
class ObservedNode<S extends NodeStorage> implements NodeStorage {

	final S delegate;

	private final CommandObservations observations;

	ObservedNode(S delegate, CommandObservations observations) {
		this.delegate = delegate;
		this.observations = observations;
	}

	@Override
	public <R> CompletionStage<R> execute(NodeCommand<R> command) {
		return this.observations.observe(command, this.delegate);
	}

	@Override
	public Object nativeOperations() {
		return this.delegate.nativeOperations();
	}

	@Override
	public void close() {
		this.delegate.close();
	}

}
