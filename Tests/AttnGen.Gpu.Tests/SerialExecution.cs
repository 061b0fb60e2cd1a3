// TorchSharp's default generator is one for the whole process: tests that seed it cannot run side by side.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
