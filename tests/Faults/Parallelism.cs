// Two faults at a time: tests wait most of their time for processes to be missed, to drain and to start again. More would load the
// machine so that healthy processes are taken for dead.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
