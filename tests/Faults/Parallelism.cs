// One fault at a time: each test loads the machine by itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
