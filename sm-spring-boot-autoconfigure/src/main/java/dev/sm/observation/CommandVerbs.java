package dev.sm.observation;

import dev.sm.storage.MigrationCommand;
import dev.sm.storage.NodeCommand;
import org.jspecify.annotations.Nullable;

/**
 * What commands are called. Those that sm sends for its own sake, such as probes and
 * movers' batches, have no name, so that they do not drown the others.
 */
final class CommandVerbs {

	private CommandVerbs() {
	}

	static @Nullable String of(NodeCommand<?> command) {
		if (command instanceof NodeCommand.Get || command instanceof NodeCommand.GetTimed
				|| command instanceof NodeCommand.Look) {
			return "get";
		}
		if (command instanceof NodeCommand.Put) {
			return "set";
		}
		if (command instanceof NodeCommand.PutIfAbsent) {
			return "setIfAbsent";
		}
		if (command instanceof NodeCommand.Delete) {
			return "delete";
		}
		if (command instanceof NodeCommand.Increment) {
			return "increment";
		}
		if (command instanceof NodeCommand.Expire) {
			return "expire";
		}
		if (command instanceof NodeCommand.Replace) {
			return "replace";
		}
		if (command instanceof NodeCommand.RaiseFence) {
			return "raiseFence";
		}
		if (command instanceof NodeCommand.Scan) {
			return "scan";
		}
		if (command instanceof MigrationCommand.Step step) {
			return step.operations().isEmpty() ? null : of(step.operations().get(0).command());
		}
		return null;
	}

}
