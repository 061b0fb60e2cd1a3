using TorchSharp;

namespace AttnGen.Training.Tests.Support;

/// <summary>Gradient descent without a session, which also keeps the losses that it was given.</summary>
internal sealed class PlainStepper(torch.nn.Module model, double rate) : IStepper
{
    public List<double> Losses { get; } = [];

    public long StepCount { get; private set; }

    public IReadOnlyList<GroupRate> Rates => [new GroupRate("query", rate / (StepCount + 1)), new GroupRate("value", 4 * rate / (StepCount + 1))];

    public double? LastGradientNorm => null;

    public void Step(torch.Tensor loss)
    {
        Losses.Add(loss.ToDouble());
        using IDisposable guard = torch.no_grad();
        foreach (TorchSharp.Modules.Parameter parameter in model.parameters())
        {
            if (parameter.grad is { } gradient)
            {
                parameter.sub_(gradient * rate);
                gradient.zero_();
            }
        }

        StepCount++;
    }

    public void DropGradients() => model.zero_grad();
}
