package dev.sm.architecture.plants.clockbyreference.manager;

import java.util.function.LongSupplier;

class Bad {

	LongSupplier clock = System::nanoTime;

}
