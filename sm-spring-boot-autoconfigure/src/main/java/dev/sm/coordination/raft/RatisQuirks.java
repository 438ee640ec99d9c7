package dev.sm.coordination.raft;

import java.io.Closeable;
import java.io.IOException;

import org.apache.ratis.util.ExitUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Ratis does as a server of its own and must not do inside an application.
 */
final class RatisQuirks {

	private static final Logger logger = LoggerFactory.getLogger(RatisQuirks.class);

	private RatisQuirks() {
	}

	/**
	 * Keeps it from ending the process when an address is in use or any thread of the
	 * application throws.
	 */
	static void keepTheProcess() {
		Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
		ExitUtils.disableSystemExit();
		// the call above has installed one that ends the process
		ExitUtils.setTerminateOnUncaughtException(false);
		Thread.setDefaultUncaughtExceptionHandler(before);
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
