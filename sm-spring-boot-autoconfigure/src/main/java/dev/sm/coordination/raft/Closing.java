package dev.sm.coordination.raft;

import java.io.Closeable;
import java.io.IOException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what can be ended only once, and need not be if it cannot.
 */
final class Closing {

	private static final Logger logger = LoggerFactory.getLogger(Closing.class);

	private Closing() {
	}

	static void close(@Nullable Closeable closeable) {
		if (closeable != null) {
			try {
				closeable.close();
			}
			catch (IOException | RuntimeException ex) {
				logger.debug("{} did not close", closeable, ex);
			}
		}
	}

}
