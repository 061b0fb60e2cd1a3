namespace AttnGen.Training;

/// <summary>The learning rate of a group.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Rate">Its learning rate, the schedule included.</param>
public readonly record struct GroupRate(string Name, double Rate);
