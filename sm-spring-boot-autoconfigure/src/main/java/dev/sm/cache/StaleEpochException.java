package dev.sm.cache;

import org.springframework.dao.NonTransientDataAccessException;

/**
 * A node refused a fenced write, because it has seen a higher epoch of the shard:
 * somebody else owns it now. Nothing was changed.
 */
@SuppressWarnings("serial")
public class StaleEpochException extends NonTransientDataAccessException {

	public StaleEpochException(String message, Throwable cause) {
		super(message, cause);
	}

}
