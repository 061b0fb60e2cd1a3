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
        // A model that was moved under its session has disposed of what it had: that is the failure, and this must not hide it.
        foreach (TorchSharp.Modules.Parameter parameter in session.Groups.SelectMany(group => group.Parameters).Where(parameter => !parameter.IsInvalid))
        {
            using torch.Tensor? gradient = parameter.grad;
            gradient?.zero_();
        }
    }
}
