package dev.sm.cache;

import java.util.TreeSet;

import dev.sm.coordination.Entry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads phases, and says which of them an instance can follow. One that does not know a
 * node of a phase cannot: it would look for keys at other places than everybody else. On
 * the loop.
 */
final class PhaseReader {

	private static final Logger logger = LoggerFactory.getLogger(PhaseReader.class);

	private final Parts parts;

	private @Nullable Phase told;

	PhaseReader(Parts parts) {
		this.parts = parts;
	}

	/** The phase of a document, or {@code null} if it cannot be read. */
	@Nullable Phase read(Entry entry) {
		try {
			return PhaseDocument.parse(entry.value());
		}
		catch (IllegalArgumentException ex) {
			logger.error("The document '{}' cannot be read, so that pool '{}' stays as it is: {}", entry.key(),
					this.parts.pool(), ex.getMessage());
			return null;
		}
	}

	/** Whether all nodes of a phase are configured here; says once if not. */
	boolean canFollow(Phase phase) {
		if (this.parts.nodes().know(phase)) {
			return true;
		}
		if (!phase.equals(this.told)) {
			this.told = phase;
			logger.error(
					"{}: this instance stays behind until they are, and nodes refuse its connections once the"
							+ " others have gone on. Refresh its configuration, or restart it",
					unknown(phase).getMessage());
		}
		return false;
	}

	UnknownNodesException unknown(Phase phase) {
		return new UnknownNodesException("migration " + phase.m() + " of pool '" + this.parts.pool()
				+ "' is between the nodes " + new TreeSet<>(phase.nodes()) + ", and only " + this.parts.nodes().nodes()
				+ " are configured here");
	}

	/** A migration names nodes that are not configured. */
	@SuppressWarnings("serial")
	static final class UnknownNodesException extends IllegalStateException {

		private UnknownNodesException(String message) {
			super(message);
		}

	}

}
