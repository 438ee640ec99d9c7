package dev.sm.autoconfigure;

import org.springframework.boot.cloud.CloudPlatform;

/** Instances on a cloud platform would coordinate with nobody. */
@SuppressWarnings("serial")
final class CloudPlatformException extends StartFailureException {

	CloudPlatformException(CloudPlatform platform) {
		super("The application runs on the cloud platform " + platform
				+ ", and no coordination store is configured. With coordination inside each JVM, "
				+ "every instance there would own every shard.",
				"Configure a store that instances share and set 'sm.coordination.type' to it, or set it to local if "
						+ "there is never more than one instance.",
				null);
	}

}
