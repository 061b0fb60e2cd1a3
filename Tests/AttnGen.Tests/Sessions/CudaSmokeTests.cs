using AttnGen.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Sessions;

public sealed class CudaSmokeTests
{
    [CudaFact]
    public void A_session_trains_on_the_GPU_and_its_adapters_are_there()
    {
        manual_seed(3);
        using var model = new ToyClassifier();
        model.to(CUDA);
        using var tuning = model.BeginTuning(new TuningOptions { LearningRate = 1e-2 });
        Assert.All(tuning.Groups.SelectMany(group => group.Parameters), parameter => Assert.Equal(DeviceType.CUDA, parameter.device_type));
        var losses = new List<float>();
        for (var step = 0; step < 100; step++)
        {
            using var scope = NewDisposeScope();
            var (ids, labels) = Toy.Batch(step % 4);
            var loss = Toy.Loss(model, ids.cuda(), labels.cuda());
            loss.backward();
            losses.Add(loss.ToSingle());
            tuning.Step(loss);
        }

        var (first, last) = (losses.Take(4).Average(), losses.TakeLast(4).Average());
        Assert.True(last < first, $"the loss went from {first} to {last}");
    }
}
