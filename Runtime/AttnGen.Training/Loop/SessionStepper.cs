using TorchSharp;

namespace AttnGen.Training;

/// <summary>A tuning session as the loop sees it.</summary>
internal sealed class SessionStepper(TuningSession session) : IStepper
{
    public long StepCount => session.StepCount;

    public IReadOnlyList<GroupRate> Rates => [.. session.Groups.Select(group => new GroupRate(group.Name, group.LearningRate))];

    public double? LastGradientNorm => session.LastGradientNorm;

    public void Step(torch.Tensor loss) => session.Step(loss);

    public void DropGradients()
    {
        using IDisposable guard = torch.no_grad();
        foreach (TorchSharp.Modules.Parameter parameter in session.Groups.SelectMany(group => group.Parameters))
        {
            using torch.Tensor? gradient = parameter.grad;
            gradient?.zero_();
        }
    }
}
