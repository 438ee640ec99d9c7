package dev.sm.architecture.plants.managerusesadapter.coordination.local;

public class Adapter {

}
